// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { useEffect } from 'react';
import type { Session } from '../../api/accounts';
import { LanguageMenu } from '../../app/LanguageMenu';
import { SignInForm } from './SignInForm';
import classes from './SignInScreen.module.css';
import { useText } from './text';

export function SignInScreen({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const t = useText();
  useEffect(() => {
    document.title = t('windowTitle');
  }, [t]);
  return (
    <main id="main" className={classes.screen}>
      <div className={classes.box}>
        <Title order={1}>{t('title')}</Title>
        <SignInForm onSignedIn={onSignedIn} />
        <div className={classes.foot}>
          <LanguageMenu />
        </div>
      </div>
    </main>
  );
}
