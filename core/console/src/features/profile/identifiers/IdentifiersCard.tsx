// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '../../../ui/EmptyState';
import { Icon } from '../../../ui/Icon';
import { Card } from '../../../ui/Page';
import { useSession } from '../../session/session';
import { useProfile, type Listed } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { AttachDialog } from './AttachDialog';
import { DetachDialog } from './DetachDialog';
import { IdentifierItem } from './IdentifierItem';

export function IdentifiersCard() {
  const t = useText();
  const { can } = useSession();
  const { profile } = useProfile();
  const [attaching, setAttaching] = useState(false);
  const [detaching, setDetaching] = useState<Listed | undefined>(undefined);
  const attach = can('write') && (
    <Button variant="default" size="compact-sm" leftSection={<Icon name="plus" size={16} />} onClick={() => setAttaching(true)}>
      {t('attach.action')}
    </Button>
  );
  return (
    <Card title={t('identifiers')} actions={attach}>
      {profile.identifiers.length === 0 && <EmptyState icon="key" title={t('identifiers.none')} />}
      <ul className={classes.list}>
        {profile.identifiers.map((each) => (
          <IdentifierItem key={`${each.type}:${each.value}`} listed={each} onDetach={() => setDetaching(each)} />
        ))}
      </ul>
      <AttachDialog opened={attaching} onClose={() => setAttaching(false)} />
      <DetachDialog listed={detaching} onClose={() => setDetaching(undefined)} />
    </Card>
  );
}
