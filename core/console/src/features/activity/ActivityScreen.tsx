// SPDX-License-Identifier: Apache-2.0
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../../ui/Page';
import { ActivityTab } from './ActivityTab';
import type { ActivitySearch } from './search';
import { useText } from './text';

const from = '/contacts/$ref/activity';

export function ActivityScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { ref } = useParams({ from });
  const search = useSearch({ from });
  const change = (part: Partial<ActivitySearch>) =>
    void navigate({
      to: from,
      params: { ref },
      search: (before: ActivitySearch) => ({ ...before, ...part }),
      replace: true,
    });
  return (
    <Page title={t('title')} actions={<Link to="/contacts/$ref" params={{ ref }}>{t('contact')}</Link>}>
      <ActivityTab key={ref} profileRef={ref} search={search} onSearch={change} />
    </Page>
  );
}
