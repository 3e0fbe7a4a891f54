// SPDX-License-Identifier: Apache-2.0
import { Loader, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { useOpenText } from '../../i18n/text';
import { useChannelName } from '../../ui/channel';
import { Time } from '../../ui/Time';
import { ToneBadge } from '../../ui/StatusBadge';
import { Facts } from './Facts';
import classes from './profile.module.css';
import { SourceText } from './SourceText';
import { useText } from './text';

type Erasure = Schema<'Erasure'>;

const askAgainMs = 1000;
/** What a plugin removed stands under this, and the name of its channel. */
const ofChannel = 'channels.';

/** None of who was only deleted. Asks until the receipt is final: the rows are removed after the answer. */
export const useReceipt = (id: string) =>
  useQuery<Erasure | null>({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => api.get('/v1/erasures/{id}', { path: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && state.data.finished_at === null ? askAgainMs : false),
    retry: false,
  });

function useKindName(): (kind: string) => string {
  const t = useText();
  const open = useOpenText('profile');
  const channelName = useChannelName();
  return (kind) =>
    kind.startsWith(ofChannel)
      ? t('receipt.channel', { channel: channelName(kind.slice(ofChannel.length)) })
      : (open(`removed.${kind}`) ?? kind);
}

export function Receipt({ erasure }: { erasure: Erasure }) {
  const t = useText();
  const open = useOpenText('profile');
  const format = useFormat();
  const kindName = useKindName();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const rows = Object.entries(erasure.removed).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section className={classes.receipt} aria-label={t('receipt.title')}>
      <Title order={1} ref={heading} tabIndex={-1}>
        {t('receipt.title')}
      </Title>
      <div role="status">
        {erasure.finished_at ? (
          <ToneBadge tone="good" icon="check">
            {t('receipt.final')}
          </ToneBadge>
        ) : (
          <span className={classes.inline}>
            <Loader size="xs" aria-hidden />
            {t('receipt.running')}
          </span>
        )}
      </div>
      <Facts
        facts={[
          [t('fact.id'), <code key="id">{erasure.profile_id}</code>],
          [t('receipt.erased'), <Time key="at" value={erasure.erased_at} />],
          [t('receipt.finished'), <Time key="end" value={erasure.finished_at} />],
          [t('receipt.by'), erasure.by && <SourceText key="by" source={erasure.by.source} />],
          [t('reason'), open(`erase.reason.${erasure.reason}`) ?? erasure.reason],
        ]}
      />
      <div className={classes.scrolls} tabIndex={0} role="group" aria-label={t('receipt.removed')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('receipt.kind')}</th>
              <th scope="col" className={classes.number}>
                {t('receipt.rows')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([kind, count]) => (
              <tr key={kind}>
                <td>
                  <bdi>{kindName(kind)}</bdi>
                </td>
                <td className={classes.number}>{format.number(count)}</td>
              </tr>
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={2}>{t('receipt.none')}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
