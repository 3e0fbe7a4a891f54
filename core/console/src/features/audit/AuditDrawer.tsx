// SPDX-License-Identifier: Apache-2.0
import { Button, Drawer, Stack } from '@mantine/core';
import type { Schema } from '../../api/types';
import { useText as useUiText } from '../../ui/text';
import { Time } from '../../ui/Time';
import type { People } from '../conflicts/people';
import classes from '../settings/settings.module.css';
import { About } from './About';
import { useActionText } from './actions';
import { ResultBadge } from './ResultBadge';
import type { AuditSearch } from './search';
import { useText } from './text';

type Entry = Schema<'AuditEntry'>;

function Facts({ entry, people }: { entry: Entry; people: People }) {
  const t = useText();
  const actionText = useActionText();
  const hasSubject = entry.profile_id !== null || entry.target !== null;
  return (
    <dl className={classes.facts}>
      <dt>{t('column.at')}</dt>
      <dd>
        <Time value={entry.at} />
      </dd>
      <dt>{t('column.user')}</dt>
      <dd className="foreign">{entry.user?.name ?? t('nobody')}</dd>
      {entry.user && (
        <>
          <dt>{t('detail.email')}</dt>
          <dd className="foreign">{entry.user.email}</dd>
        </>
      )}
      <dt>{t('column.action')}</dt>
      <dd title={entry.action}>{actionText(entry)}</dd>
      {hasSubject && (
        <>
          <dt>{t('column.about')}</dt>
          <dd className="foreign">
            <About entry={entry} person={people.get(entry.profile_id ?? '')} withId />
          </dd>
        </>
      )}
      <dt>{t('detail.route')}</dt>
      <dd className={classes.code}>
        <bdi dir="ltr">
          {entry.method} {entry.route}
        </bdi>
      </dd>
      <dt>{t('column.result')}</dt>
      <dd>
        <ResultBadge status={entry.status} />
      </dd>
      <dt>{t('detail.status')}</dt>
      <dd>{entry.status}</dd>
      <dt>{t('column.address')}</dt>
      <dd>
        <bdi dir="ltr">{entry.address}</bdi>
      </dd>
      <dt>{t('detail.request')}</dt>
      <dd className={classes.code}>{entry.request_id}</dd>
    </dl>
  );
}

interface AuditDrawerProps {
  entry: Entry | undefined;
  people: People;
  onClose: () => void;
  onFilter: (part: Partial<AuditSearch>) => void;
}

export function AuditDrawer({ entry, people, onClose, onFilter }: AuditDrawerProps) {
  const t = useText();
  const ui = useUiText();
  const user = entry?.user;
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      title={t('detail.title')}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      {entry && (
        <Stack>
          <Facts entry={entry} people={people} />
          <div className={classes.actions}>
            {user && (
              <Button variant="default" size="compact-sm" onClick={() => onFilter({ user: user.id })}>
                {t('detail.onlyUser')}
              </Button>
            )}
            <Button variant="default" size="compact-sm" onClick={() => onFilter({ action: entry.action })}>
              {t('detail.onlyAction')}
            </Button>
          </div>
        </Stack>
      )}
    </Drawer>
  );
}
