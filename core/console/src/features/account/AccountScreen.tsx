// SPDX-License-Identifier: Apache-2.0
import { Page } from '../../ui/Page';
import { OwnSessions } from './OwnSessions';
import { PasswordForm } from './PasswordForm';
import { useText } from './text';

export function AccountScreen() {
  const t = useText();
  return (
    <Page title={t('title')}>
      <PasswordForm />
      <OwnSessions />
    </Page>
  );
}
