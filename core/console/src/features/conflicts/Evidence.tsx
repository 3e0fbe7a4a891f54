// SPDX-License-Identifier: Apache-2.0
import { Stack } from '@mantine/core';
import { Card } from '../../ui/Page';
import { Time } from '../../ui/Time';
import classes from './conflicts.module.css';
import type { Conflict } from './lists';
import { useText } from './text';
import { forbidderOf, useWords } from './words';

/** What happened, in words, and each refusal with the last observation that shows it. */
export function Evidence({ conflict }: { conflict: Conflict }) {
  const t = useText();
  const words = useWords();
  return (
    <Card title={t('evidence')}>
      <Stack gap="sm">
        <p className={`foreign ${classes.flat}`}>{words.evidence(conflict)}</p>
        <dl className={classes.facts}>
          <dt>{t('evidence.first')}</dt>
          <dd>
            <Time value={conflict.first_at} />
          </dd>
          <dt>{t('evidence.last')}</dt>
          <dd>
            <Time value={conflict.last_at} />
          </dd>
        </dl>
        <ul className={classes.list}>
          {conflict.refused.map((each, index) => (
            <li key={index} className={classes.item}>
              <p className="foreign">
                {each.identifier && (
                  <>
                    {words.type(each.identifier.type)}: <bdi dir="ltr">{each.identifier.value}</bdi> ·{' '}
                  </>
                )}
                {words.refusal(each, forbidderOf(conflict))}
              </p>
              <p className={`foreign ${classes.faint}`}>
                {t('evidence.seen', { count: each.count })} · {words.source(each.observation)} · <Time value={each.last_at} />
              </p>
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}
