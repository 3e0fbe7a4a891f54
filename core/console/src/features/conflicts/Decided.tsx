// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { Card } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import classes from './conflicts.module.css';
import type { Conflict } from './lists';
import { useText } from './text';
import { useWords } from './words';

type Decision = NonNullable<Conflict['decided']>;

function Line({ label, decision }: { label: string; decision: Decision }) {
  const words = useWords();
  return (
    <>
      <dt>{label}</dt>
      <dd className="foreign">
        {words.source(decision.observation)} · <Time value={decision.at} />
        {decision.reason && (
          <>
            {' '}
            · <bdi>{decision.reason}</bdi>
          </>
        )}
      </dd>
    </>
  );
}

/** What was decided of a conflict, by whom and why, and where it can be taken back. */
export function Decided({ conflict }: { conflict: Conflict }) {
  const t = useText();
  if (conflict.state === 'open') return null;
  const [profile] = conflict.profiles;
  return (
    <div role="status">
      <Card title={t('decided')}>
        <ToneBadge tone={conflict.state === 'forbidden' ? 'warn' : 'good'} icon={conflict.state === 'forbidden' ? 'ban' : 'check'}>
          {t(`state.${conflict.state}`)}
        </ToneBadge>
        <dl className={classes.facts}>
          {conflict.decided && <Line label={t('decided.by')} decision={conflict.decided} />}
          {conflict.undone && <Line label={t('decided.undone')} decision={conflict.undone} />}
        </dl>
        {conflict.state === 'merged' && (
          <Link to="/conflicts" search={{ list: 'merges', profile }}>
            {t('one.merges')}
          </Link>
        )}
        {conflict.state === 'forbidden' && (
          <Link to="/conflicts" search={{ list: 'prohibitions', profile }}>
            {t('decided.lift')}
          </Link>
        )}
      </Card>
    </div>
  );
}
