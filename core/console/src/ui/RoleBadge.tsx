// SPDX-License-Identifier: Apache-2.0
import { ToneBadge } from './StatusBadge';
import { useText } from './text';

const looks = {
  identifying: { tone: 'good', icon: 'key' },
  shared: { tone: 'neutral', icon: 'people' },
  claimed: { tone: 'info', icon: 'clock' },
} as const;

/** What an identifier is to a person: theirs, one of several people, or only said to be theirs. */
export function RoleBadge({ role }: { role: keyof typeof looks }) {
  const t = useText();
  return <ToneBadge {...looks[role]}>{t(`role.${role}`)}</ToneBadge>;
}
