// SPDX-License-Identifier: Apache-2.0
import { Alert, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Schema } from '../../api/types';
import { Icon } from '../../ui/Icon';
import { Time } from '../../ui/Time';
import classes from './conflicts.module.css';
import { usePeople } from './people';
import { PersonWithId } from './PersonLink';
import { useText } from './text';
import { useWords } from './words';

interface UndoneProps {
  result: Schema<'UndoResult'>;
  /** It came just now: whoever did it was at the other end of the dialog. */
  isNews: boolean;
}

/** Who the two are again, and the observations of which nobody can say whose they are. */
export function Undone({ result, isNews }: UndoneProps) {
  const t = useText();
  const words = useWords();
  const people = usePeople(result.profiles);
  const { undecided } = result;
  const receipt = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isNews) return;
    receipt.current?.focus({ preventScroll: true });
    receipt.current?.scrollIntoView({ block: 'start' });
  }, [isNews]);
  return (
    <Alert ref={receipt} tabIndex={-1} className={classes.receipt} color="blue" role="status" icon={<Icon name="undo" />} title={t('undone.title')}>
      <ul className={classes.plain}>
        {result.profiles.map((id) => (
          <li key={id}>
            <PersonWithId id={id} person={people?.get(id)} />
          </li>
        ))}
      </ul>
      <Text fw={600} size="sm" my="xs">
        {undecided.length > 0 ? t('undone.undecided', { count: undecided.length }) : t('undone.nothing')}
      </Text>
      <ul className={classes.list}>
        {undecided.map((each) => (
          <li key={each.id} className={classes.item}>
            <p>{t('undone.carriedBoth')}</p>
            <p className={`foreign ${classes.faint}`}>
              {words.source(each.observation)}
              {each.observation && (
                <>
                  {' '}
                  · <Time value={each.observation.observed_at} />
                </>
              )}
              {each.observation?.given_id && (
                <>
                  {' '}
                  · <bdi>{each.observation.given_id}</bdi>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {result.undecided_truncated && <Text size="sm">{t('undone.more')}</Text>}
      {result.must_not_link && (
        <Text size="sm" mt="xs">
          {t('undone.apart')}{' '}
          <Link to="/conflicts" search={{ list: 'prohibitions', profile: result.profiles[0] ?? '' }}>
            {t('decided.lift')}
          </Link>
        </Text>
      )}
    </Alert>
  );
}
