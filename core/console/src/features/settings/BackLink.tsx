// SPDX-License-Identifier: Apache-2.0
import { Anchor } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useText } from './text';

export function BackLink({ to, page }: { to: LinkProps['to']; page: string }) {
  const t = useText();
  return (
    <div>
      <Anchor underline="always" renderRoot={(props: object) => <Link {...props} to={to} />}>{t('backTo', { page })}</Anchor>
    </div>
  );
}
