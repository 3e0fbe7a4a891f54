// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useProfile } from '../profile/profile';
import { ActivityTab } from './ActivityTab';
import type { ActivitySearch } from './search';

const from = '/contacts/$ref/activity';

/** The tab below the header of a person. */
export function ActivityScreen() {
  const navigate = useNavigate();
  const { profile } = useProfile();
  const search = useSearch({ from });
  const change = (part: Partial<ActivitySearch>) =>
    void navigate({
      to: from,
      params: { ref: profile.id },
      search: (before: ActivitySearch) => ({ ...before, ...part }),
      replace: true,
    });
  return (
    <ActivityTab
      key={profile.id}
      profileRef={profile.id}
      search={search}
      onSearch={change}
    />
  );
}
