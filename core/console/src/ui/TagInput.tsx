// SPDX-License-Identifier: Apache-2.0
import { Autocomplete, Button } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { Around } from './Around';
import classes from './TagInput.module.css';
import { isListable, otherwiseWritten, suggestionsFor, unlistable, useKnownTags, type KnownTag } from './tags';
import { useText } from './text';

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

function usePeopleText(): (known: KnownTag) => string {
  const t = useText();
  return ({ count, at_least }) => t(at_least ? 'tag.peopleAtLeast' : 'tag.people', { count });
}

/** Whether Enter takes an option: one that was chosen by an arrow, and that typing on has not let go. */
function hasChosenOption(input: HTMLInputElement): boolean {
  const list = input.getAttribute('aria-controls');
  // What `aria-activedescendant` says is still there when nothing is chosen any more.
  return Boolean(list && document.getElementById(list)?.querySelector('[data-combobox-selected]'));
}

/** A tag as one types it, with those that there are. What is new can be typed as well. */
export function TagInput(props: TagInputProps) {
  const { label, description, value, onChange, several = false, without = [], maxLength, isFirst = false, onPick, onDone } = props;
  const t = useText();
  const peopleText = usePeopleText();
  const [isUsed, setUsed] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const parts = several ? value.split(',') : [value];
  const texts = parts.map((part) => part.trim());
  const typed = texts.at(-1) ?? '';
  const asked = texts.filter((text, index) => text !== '' || (index === texts.length - 1 && !isFirst));
  const known = useKnownTags(isUsed ? asked : []);
  const listable = several ? known.filter(({ tag }) => isListable(tag)) : known;
  const taken = new Set([...without, ...texts.slice(0, -1)]);
  const suggested = typed === '' && isFirst ? [] : suggestionsFor(listable, typed).filter(({ tag }) => !taken.has(tag));
  /** As it would stand with this tag instead of one of the parts. */
  const withTag = (tag: string, index: number) => parts.map((part, at) => (at !== index ? part : at > 0 ? ` ${tag}` : tag)).join(',');
  const byValue = new Map(suggested.map((each) => [withTag(each.tag, parts.length - 1), each]));
  const others = texts.flatMap((text, index) => {
    const other = otherwiseWritten(known, text);
    return other ? [{ ...other, index }] : [];
  });

  const withComma = several ? unlistable(known, texts) : [];

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Enter' || hasChosenOption(event.currentTarget)) return;
    setOpen(false);
    onDone?.();
  }
  function pick(next: string) {
    onChange(next);
    onPick?.(next);
  }
  return (
    <>
      <Autocomplete
        label={label}
        description={description}
        value={value}
        onChange={(next) => {
          setUsed(true);
          onChange(next);
        }}
        {...(maxLength !== undefined && { maxLength })}
        {...(isFirst && { 'data-autofocus': true })}
        autoComplete="off"
        onFocus={() => setUsed(true)}
        onBlur={() => {
          setOpen(false);
          onDone?.();
        }}
        onKeyDown={onKeyDown}
        dropdownOpened={isOpen && suggested.length > 0}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        onOptionSubmit={(next) => onPick?.(next)}
        data={[...byValue.keys()]}
        filter={({ options }) => options}
        renderOption={({ option }) => {
          const each = byValue.get(option.value);
          return (
            each && (
              <span className={classes.option}>
                <bdi className={classes.tag}>{each.tag}</bdi>
                <span className={classes.people}>{peopleText(each)}</span>
              </span>
            )
          );
        }}
      />
      {/* It is there before it says something: otherwise not every screen reader would tell of it. */}
      <div role="status" className={classes.others}>
        {others.map((each) => (
          <p key={each.index} className={`foreign ${classes.other}`}>
            <Around text={(tag) => t('tag.otherwise', { tag, people: peopleText(each) })}>{each.tag}</Around>{' '}
            <Button size="compact-sm" variant="default" onClick={() => pick(withTag(each.tag, each.index))}>
              <Around text={(tag) => t('tag.use', { tag })}>{each.tag}</Around>
            </Button>
          </p>
        ))}
        {withComma.map(({ tag }) => (
          <p key={tag} className={`foreign ${classes.other}`}>
            <Around text={(place) => t('tag.comma', { tag: place })}>{tag}</Around>
          </p>
        ))}
      </div>
    </>
  );
}
