// SPDX-License-Identifier: Apache-2.0
import { Radio, Stack } from '@mantine/core';
import type { UserRole } from '../../api/accounts';
import { useText } from './text';

export const roles: readonly UserRole[] = ['viewer', 'editor', 'administrator'];

interface RoleInputProps {
  value: UserRole;
  onChange: (role: UserRole) => void;
  error?: string | undefined;
}

export function RoleInput({ value, onChange, error }: RoleInputProps) {
  const t = useText();
  return (
    <Radio.Group label={t('role')} value={value} error={error} onChange={(role) => onChange(role as UserRole)}>
      <Stack gap="xs" mt="xs">
        {roles.map((role) => (
          <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`role.${role}.hint`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
