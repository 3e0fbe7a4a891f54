// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, CopyButton } from '@mantine/core';
import { Icon } from '../../ui/Icon';
import { Card } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { Facts } from './Facts';
import { useProfile } from './profile';
import classes from './profile.module.css';
import { SourceText } from './SourceText';
import { useText } from './text';

export function FactsCard() {
  const t = useText();
  const { profile } = useProfile();
  return (
    <Card title={t('additional')}>
      <Facts
        facts={[
          [
            t('fact.id'),
            <span key="id" className={classes.inline}>
              <code>{profile.id}</code>
              <CopyButton value={profile.id}>
                {({ copied, copy }) => (
                  <ActionIcon variant="subtle" color="gray" size="md" aria-label={t(copied ? 'copied' : 'copy')} onClick={copy}>
                    <Icon name={copied ? 'check' : 'copy'} size={16} />
                  </ActionIcon>
                )}
              </CopyButton>
            </span>,
          ],
          [t('fact.created'), <Time key="created" value={profile.created_at} />],
          [t('fact.updated'), <Time key="updated" value={profile.updated_at} />],
          [t('fact.seen'), <Time key="seen" value={profile.last_seen_at} />],
          [t('source'), <SourceText key="source" source={profile.source} />],
          [t('fact.version'), String(profile.version)],
        ]}
      />
    </Card>
  );
}
