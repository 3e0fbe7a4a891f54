// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button, Fieldset, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon, type IconName } from '../../ui/Icon';
import { NamesInput } from '../settings/NamesInput';
import classes from '../settings/settings.module.css';
import { moved, withLines, type Choice } from './choices';
import { useText } from './text';

interface ChoicesInputProps {
  value: readonly Choice[];
  onChange: (next: Choice[]) => void;
  /** Those that stay, since people have values. */
  kept: ReadonlySet<string>;
  error?: string | undefined;
}

function Action(props: { icon: IconName; label: string; disabled?: boolean; expanded?: boolean; onClick: () => void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={props.label}
      title={props.label}
      aria-expanded={props.expanded}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </ActionIcon>
  );
}

interface ChoiceRowProps {
  choice: Choice;
  index: number;
  last: boolean;
  isKept: boolean;
  onChange: (next: Choice) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function ChoiceRow({ choice, index, last, isKept, onChange, onMove, onRemove }: ChoiceRowProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { value } = choice;
  return (
    <li>
      <div className={classes.row}>
        <TextInput
          aria-label={t('choices.value', { number: index + 1 })}
          value={value}
          dir="auto"
          maxLength={200}
          readOnly={isKept}
          onChange={(event) => onChange({ ...choice, value: event.currentTarget.value })}
        />
        <Action icon="globe" label={t('choices.labels', { value })} expanded={open} onClick={() => setOpen(!open)} />
        <Action icon="arrowUp" label={t('choices.up', { value })} disabled={index === 0} onClick={() => onMove(-1)} />
        <Action icon="arrowDown" label={t('choices.down', { value })} disabled={last} onClick={() => onMove(1)} />
        <Action icon="x" label={t(isKept ? 'choices.kept' : 'choices.remove', { value })} disabled={isKept} onClick={onRemove} />
      </div>
      {open && (
        <NamesInput
          legend={t('choices.labels', { value })}
          value={choice.labels}
          onChange={(labels) => onChange({ ...choice, labels })}
        />
      )}
    </li>
  );
}

/** The values of a choice, with what people read in their place. */
export function ChoicesInput({ value, onChange, kept, error }: ChoicesInputProps) {
  const t = useText();
  const [lines, setLines] = useState('');
  const replace = (index: number, next: Choice) => onChange(value.map((each, at) => (at === index ? next : each)));
  return (
    <Fieldset legend={t('option.choices')}>
      <Stack gap="sm">
        <ul className={`${classes.list} ${classes.choices}`}>
          {value.map((choice, index) => (
            <ChoiceRow
              // A value that is being typed is no name of its row.
              key={index}
              choice={choice}
              index={index}
              last={index === value.length - 1}
              isKept={kept.has(choice.value)}
              onChange={(next) => replace(index, next)}
              onMove={(by) => onChange(moved(value, index, by))}
              onRemove={() => onChange(value.filter((_, at) => at !== index))}
            />
          ))}
        </ul>
        <div className={classes.row}>
          <Textarea
            label={t('choices.add')}
            description={t('choices.addHint')}
            rows={2}
            value={lines}
            error={error}
            onChange={(event) => setLines(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={!lines.trim()}
            onClick={() => {
              onChange(withLines(value, lines));
              setLines('');
            }}
          >
            {t('choices.addButton')}
          </Button>
        </div>
      </Stack>
    </Fieldset>
  );
}
