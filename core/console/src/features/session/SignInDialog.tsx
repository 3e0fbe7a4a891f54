// SPDX-License-Identifier: Apache-2.0
import { getDefaultZIndex, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Session, User } from '../../api/accounts';
import { ApiProblem } from '../../api/problem';
import { setSignIn } from '../../api/sign_in_gate';
import { SignInForm } from './SignInForm';
import { sessionKey } from './session';
import { useText } from './text';

interface Waiting {
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Stands over the page whose session ended: what was typed stays, and the request that was refused is repeated.
 * Closed without signing in, the request fails with the 401 that it had.
 */
export function SignInDialog({ user }: { user: User }) {
  const t = useText();
  const client = useQueryClient();
  const waiting = useRef<Waiting | undefined>(undefined);
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    setSignIn(
      () =>
        new Promise<void>((resolve, reject) => {
          waiting.current = { resolve, reject };
          setOpened(true);
        }),
    );
    return () => setSignIn(undefined);
  }, []);

  function signedIn(session: Session) {
    setOpened(false);
    client.setQueryData(sessionKey, session);
    // Another person may see less, or more.
    if (session.user.id !== user.id) void client.resetQueries({ predicate: (each) => each.queryKey[0] !== sessionKey[0] });
    waiting.current?.resolve();
  }

  function close() {
    setOpened(false);
    waiting.current?.reject(new ApiProblem({ status: 401, code: 'signed_out', detail: t('ended') }));
  }

  return (
    // In front of whatever dialog one was in when the session ended.
    <Modal opened={opened} onClose={close} title={t('ended')} zIndex={getDefaultZIndex('popover')} closeButtonProps={{ 'aria-label': t('later') }}>
      <Stack>
        <Text>{t('endedExplain')}</Text>
        <SignInForm email={user.email} onSignedIn={signedIn} />
      </Stack>
    </Modal>
  );
}
