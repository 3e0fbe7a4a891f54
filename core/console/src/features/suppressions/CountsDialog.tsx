// SPDX-License-Identifier: Apache-2.0
import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/client';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { ErrorState } from '../../ui/ErrorState';
import { useIdentifierType } from '../../ui/identifier_type';
import { LoadingState } from '../../ui/LoadingState';
import { useReasonText } from '../../ui/reason';
import { StatusBadge } from '../../ui/StatusBadge';
import { useText as useUiText } from '../../ui/text';
import classes from '../settings/settings.module.css';
import type { SuppressionSearch } from './search';
import { useText } from './text';

interface CountsDialogProps {
  opened: boolean;
  search: SuppressionSearch;
  onClose: () => void;
}

/** Counted when it is asked for: the server reads the whole list for it. */
export function CountsDialog({ opened, search, onClose }: CountsDialogProps) {
  const t = useText();
  const ui = useUiText();
  const format = useFormat();
  const typeName = useIdentifierType();
  const reasonText = useReasonText();
  const { type, state, reason, lifted } = search;
  const counts = useQuery({
    queryKey: ['suppression-counts', type, state, reason, lifted],
    queryFn: async ({ signal }) => {
      const { data } = await request('get', '/v1/suppressions/counts', { query: { type, state, reason, lifted }, signal });
      return data as Schema<'SuppressionCounts'>;
    },
    enabled: opened,
  });
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('count.title')} closeButtonProps={{ 'aria-label': ui('close') }}>
      {counts.isPending && <LoadingState />}
      {counts.isError && <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />}
      {counts.data && (
        <Stack>
          <Text fw={600}>{t(counts.data.at_least ? 'count.atLeast' : 'count.total', { count: counts.data.total })}</Text>
          {counts.data.items.length > 0 && (
            <div className={classes.wide}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('detail.type')}</th>
                    <th scope="col">{t('column.state')}</th>
                    <th scope="col">{t('column.reason')}</th>
                    <th scope="col">{t('count.number')}</th>
                  </tr>
                </thead>
                <tbody>
                  {counts.data.items.map((item) => (
                    <tr key={`${item.type} ${item.state} ${item.reason ?? ''}`}>
                      <td>
                        <bdi>{typeName(item.type)}</bdi>
                      </td>
                      <td>
                        <StatusBadge status={item.state} />
                      </td>
                      <td className="foreign">{item.reason ? reasonText(item.reason) : t('noReason')}</td>
                      <td>{format.number(item.count)}</td>
                    </tr>
                  ))}
                  {counts.data.other_reasons > 0 && (
                    <tr>
                      <td colSpan={3}>{t('count.other')}</td>
                      <td>{format.number(counts.data.other_reasons)}</td>
                    </tr>
                  )}
                </tbody>
              </table>
            </div>
          )}
        </Stack>
      )}
    </Modal>
  );
}
