// SPDX-License-Identifier: Apache-2.0
import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useTagHelp } from './tag_help';
import classes from './TagInput.module.css';
import { TagNotes, usePeopleText } from './TagNotes';
import type { KnownTag } from './tags';

interface TagInputProps {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  /** Several with commas between them. */
  several?: boolean;
  /** Those that are there already. */
  without?: readonly string[];
  maxLength?: number;
  /** What a dialog opens with offers nothing until something is typed: its list would cover the dialog. */
  isFirst?: boolean;
  /** Something that was offered is taken. */
  onPick?: (value: string) => void;
  /** It was left, or Enter pressed in it. */
  onDone?: () => void;
}

/** Whether Enter takes an option: one that was chosen by an arrow, and that typing on has not let go. */
function hasChosenOption(input: HTMLInputElement): boolean {
  const list = input.getAttribute('aria-controls');
  // What `aria-activedescendant` says is still there when nothing is chosen any more.
  return Boolean(list && document.getElementById(list)?.querySelector('[data-combobox-selected]'));
}

function Offered({ known }: { known: KnownTag }) {
  const peopleText = usePeopleText();
  return (
    <span className={classes.option}>
      <bdi className={classes.tag}>{known.tag}</bdi>
      <span className={classes.people}>{peopleText(known)}</span>
    </span>
  );
}

/** A tag as one types it, with those that there are. What is new can be typed as well. */
export function TagInput(props: TagInputProps) {
  const { label, description, value, onChange, several = false, without = [], maxLength, isFirst = false, onPick, onDone } = props;
  const [isUsed, setUsed] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { offered, ...notes } = useTagHelp({ value, several, without, isFirst, isUsed });

  // The list would cover what is said below, which offers the same.
  const offersMore = [...offered.keys()].some((each) => notes.others.every(({ instead }) => instead !== each));

  function type(next: string) {
    setUsed(true);
    onChange(next);
  }
  function take(next: string) {
    onChange(next);
    onPick?.(next);
  }
  function leave() {
    setOpen(false);
    onDone?.();
  }
  return (
    <>
      <Autocomplete
        label={label}
        description={description}
        value={value}
        onChange={type}
        {...(maxLength !== undefined && { maxLength })}
        {...(isFirst && { 'data-autofocus': true })}
        autoComplete="off"
        onFocus={() => setUsed(true)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !hasChosenOption(event.currentTarget)) leave();
        }}
        dropdownOpened={isOpen && offersMore}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        onOptionSubmit={(next) => onPick?.(next)}
        data={[...offered.keys()]}
        filter={({ options }) => options}
        renderOption={({ option }) => {
          const known = offered.get(option.value);
          return known && <Offered known={known} />;
        }}
      />
      <TagNotes {...notes} onTake={take} />
    </>
  );
}
