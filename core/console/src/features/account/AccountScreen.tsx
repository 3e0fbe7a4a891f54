// SPDX-License-Identifier: Apache-2.0
import { Page } from '../../ui/Page';
import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';
import { useText } from './text';

export function AccountScreen() {
  const t = useText();
  return (
    <Page title={t('title')}>
      <PasswordForm />
      <SessionList title={t('sessions.title')} endTitle={t('sessions.endTitle')} endExplain={t('sessions.endExplain')} />
    </Page>
  );
}
