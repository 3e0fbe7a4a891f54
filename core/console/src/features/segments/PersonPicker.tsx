// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { Icon } from '../../ui/Icon';
import { personName } from '../../ui/person_name';
import { useProblemText } from '../../ui/problem_text';
import type { Person } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

interface PersonPickerProps {
  label: string;
  /** What a button does with the person beside it. */
  action: string;
  onPick: (person: Person) => void;
  isPicked?: (person: Person) => boolean;
}

/** Searches people as one types, and does something with one of them. */
export function PersonPicker({ label, action, onPick, isPicked }: PersonPickerProps) {
  const t = useText();
  const say = useProblemText();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const { data, error, isFetching } = useQuery({
    queryKey: ['person-search', q],
    queryFn: ({ signal }) => api.get('/v1/profiles', { query: { q, limit: 10 }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const people = q === '' ? [] : (data?.items ?? []);
  return (
    <div className={classes.stack}>
      <TextInput
        type="search"
        label={label}
        description={t('person.hint')}
        leftSection={<Icon name="search" />}
        value={text}
        maxLength={200}
        error={error && q !== '' ? say(error) : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status">{q !== '' && !isFetching && !error && people.length === 0 && t('person.none')}</div>
      {people.length > 0 && (
        <ul className={classes.people} aria-label={label}>
          {people.map((person) => (
            <li key={person.id}>
              <span>
                <bdi>{personName(person)}</bdi> <bdi dir="ltr" className={classes.faint}>{person.identifiers[0]?.given}</bdi>
              </span>
              <Button
                size="compact-sm"
                variant="default"
                disabled={isPicked?.(person)}
                aria-label={t('person.action', { action, name: personName(person) })}
                onClick={() => onPick(person)}
              >
                {action}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
