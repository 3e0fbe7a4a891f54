// SPDX-License-Identifier: Apache-2.0
import { Button, Drawer, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { Icon } from '../../ui/Icon';
import { shownAddress } from '../../ui/identifier';
import { useIdentifierType } from '../../ui/identifier_type';
import { useReasonText } from '../../ui/reason';
import { useSourceName } from '../../ui/source';
import { StatusBadge } from '../../ui/StatusBadge';
import { useText as useUiText } from '../../ui/text';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import classes from '../settings/settings.module.css';
import { RemoveDialog } from './RemoveDialog';
import { useText } from './text';

type Suppression = Schema<'Suppression'>;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ row }: { row: Suppression }) {
  const t = useText();
  const typeName = useIdentifierType();
  const sourceName = useSourceName();
  const reasonText = useReasonText();
  const { lifted } = row;
  const source = lifted?.observation?.source;
  return (
    <dl className={classes.facts}>
      <Fact name={t('column.address')}>{row.value ? <bdi dir="ltr" className="foreign" title={row.value}>{shownAddress(row.value)}</bdi> : t('onlyHash')}</Fact>
      <Fact name={t('detail.type')}>
        <bdi>{typeName(row.type)}</bdi>
      </Fact>
      {row.hash && <Fact name={t('detail.hash')}>{<bdi className={classes.code}>{row.hash}</bdi>}</Fact>}
      <Fact name={t('column.state')}>
        <StatusBadge status={row.state} />
      </Fact>
      <Fact name={t('column.reason')}>{row.reason ? <span className="foreign" title={row.reason}>{reasonText(row.reason)}</span> : t('noReason')}</Fact>
      {row.detail && <Fact name={t('detail.words')}>{<span className="foreign">{row.detail}</span>}</Fact>}
      <Fact name={t('column.at')}>
        <Time value={row.at} />
      </Fact>
      <Fact name={t('column.until')}>{row.until ? <Time value={row.until} /> : t('forGood')}</Fact>
      {lifted && (
        <>
          <Fact name={t('column.lifted')}>
            <Time value={lifted.at} />
          </Fact>
          <Fact name={t('detail.liftedBy')}>{t(`by.${lifted.by}`)}</Fact>
          {lifted.reason && <Fact name={t('detail.liftedReason')}>{<span className="foreign" title={lifted.reason}>{reasonText(lifted.reason)}</span>}</Fact>}
          {lifted.proof && <Fact name={t('detail.proof')}>{<span className="foreign">{lifted.proof}</span>}</Fact>}
          {source && <Fact name={t('detail.source')}>{<bdi>{sourceName(source)}</bdi>}</Fact>}
        </>
      )}
    </dl>
  );
}

/** Why it can't be removed by hand, if it can't. */
function useWhyKept(row: Suppression | undefined): string | undefined {
  const t = useText();
  if (row?.state === 'blocked') return t('remove.blocked');
  if (row && row.value === null && row.state !== 'blacklisted') return t('remove.hashOnly');
  return undefined;
}

interface SuppressionDrawerProps {
  suppression: Suppression | undefined;
  /** The address that was searched for, as `type:value`. */
  searched: string | undefined;
  onClose: (row: Suppression) => void;
}

export function SuppressionDrawer({ suppression: row, searched, onClose }: SuppressionDrawerProps) {
  const t = useText();
  const ui = useUiText();
  const { can } = useSession();
  // While it is lifted another one may be opened.
  const [removing, setRemoving] = useState<string | undefined>(undefined);
  const isRemoving = row !== undefined && removing === row.id;
  const whyKept = useWhyKept(row);
  return (
    <>
      <Drawer
        opened={row !== undefined && !isRemoving}
        onClose={() => row && onClose(row)}
        position="right"
        title={t('detail.title')}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        {row && (
          <Stack>
            <Facts row={row} />
            {row.value && (
              <Link to="/contacts/$ref" params={{ ref: `${row.type}:${row.value}` }}>
                {t('detail.contact')}
              </Link>
            )}
            {can('write') && !row.lifted && whyKept && <Text className={classes.faint}>{whyKept}</Text>}
            {can('write') && !row.lifted && !whyKept && (
              <div>
                <Button variant="default" leftSection={<Icon name="undo" />} onClick={() => setRemoving(row.id)}>
                  {t('remove')}
                </Button>
              </div>
            )}
          </Stack>
        )}
      </Drawer>
      {row && isRemoving && (
        <RemoveDialog
          key={row.id}
          suppression={row}
          searched={searched}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => {
            setRemoving((now) => (now === row.id ? undefined : now));
            onClose(row);
          }}
        />
      )}
    </>
  );
}
