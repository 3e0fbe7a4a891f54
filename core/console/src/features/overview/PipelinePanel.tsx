// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useFormat } from '../../i18n/format';
import { Card } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import type { Tone } from '../../ui/status';
import type { IconName } from '../../ui/Icon';
import { healthOf, type Overview, type PipelineHealth } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

const looks: Record<PipelineHealth, { tone: Tone; icon: IconName }> = {
  healthy: { tone: 'good', icon: 'check' },
  busy: { tone: 'warn', icon: 'clock' },
  full: { tone: 'bad', icon: 'alert' },
};

function Vital({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className={classes.vital}>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}

/** How the server that answers keeps up with what it is told. */
export function PipelinePanel({ pipeline }: { pipeline: Overview['pipeline'] }) {
  const t = useText();
  const format = useFormat();
  const health = healthOf(pipeline);
  return (
    <Card title={t('pipeline')} actions={<ToneBadge {...looks[health]}>{t(`pipeline.${health}`)}</ToneBadge>}>
      <p className={classes.lead}>{t(`pipeline.${health}.explain`)}</p>
      <meter
        className={classes.meter}
        aria-label={t('pipeline.queue')}
        min={0}
        max={pipeline.capacity}
        high={pipeline.capacity * 0.5}
        value={pipeline.queued}
      />
      <dl className={classes.vitals}>
        <Vital name={t('pipeline.queue')} note={t('pipeline.queue.note', { capacity: pipeline.capacity })}>
          {format.number(pipeline.queued)}
        </Vital>
        <Vital name={t('pipeline.last')} note={t('pipeline.last.note')}>
          {pipeline.last_commit_at ? <Time value={pipeline.last_commit_at} form="ago" /> : t('pipeline.never')}
        </Vital>
        <Vital name={t('pipeline.writers')} note={t('pipeline.writers.note')}>
          {format.number(pipeline.writers)}
        </Vital>
        <Vital name={t('pipeline.groups')} note={t('pipeline.groups.note')}>
          {format.number(pipeline.groups)}
        </Vital>
        <Vital name={t('pipeline.retries')} note={t('pipeline.retries.note')}>
          {format.number(pipeline.retries)}
        </Vital>
      </dl>
    </Card>
  );
}
