// SPDX-License-Identifier: Apache-2.0
import { Alert, Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { useSession } from '../session/session';
import { DefinitionForm } from './DefinitionForm';
import { DeleteSegment } from './DeleteSegment';
import { ReadDefinition } from './ReadDefinition';
import { MembersTab } from './MembersTab';
import { segmentTabs, type SegmentSearch } from './route';
import { segmentKey, useSegment, useSegmentChanged, type Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';
import { WhyTab } from './WhyTab';

function Problem({ segment }: { segment: Segment }) {
  const t = useText();
  if (!segment.problem) return null;
  return (
    <Alert color="red" icon={<Icon name="alert" />} title={t('problem')}>
      <div className="foreign">{segment.problem.detail}</div>
      {segment.problem.errors.length > 0 && (
        <ul>
          {segment.problem.errors.map((each) => (
            <li key={each.pointer + each.code} className="foreign">
              {each.detail}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function Content({ segment }: { segment: Segment }) {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const changed = useSegmentChanged();
  const { can } = useSession();
  const search = useSearch({ from: '/settings/segments/$id' });
  const [isDeleted, setDeleted] = useState(false);
  const mayChange = can('write') && segment.managed_by === 'api';
  const tab = search.tab ?? 'definition';
  const go = (next: SegmentSearch) =>
    void navigate({ to: '/settings/segments/$id', params: { id: segment.id }, search: next, replace: true });

  useEffect(() => {
    if (!isDeleted) return;
    void navigate({ to: '/settings/segments', search: {} }).then(() => client.removeQueries({ queryKey: segmentKey(segment.id) }));
  }, [isDeleted, navigate, client, segment.id]);

  return (
    <Page
      title={segment.name}
      actions={
        <div className={classes.bar}>
          <ToneBadge tone="info" icon={segment.kind === 'static' ? 'list' : 'segment'}>
            {t(`kind.of.${segment.kind}`)}
          </ToneBadge>
          {mayChange && (
            <DeleteSegment
              segment={segment}
              onDeleted={() => {
                void changed(segment.id);
                setDeleted(true);
              }}
            />
          )}
        </div>
      }
    >
      <Problem segment={segment} />
      <Tabs value={tab} onChange={(next) => go({ tab: segmentTabs.find((each) => each === next) })} keepMounted={false}>
        <Tabs.List aria-label={t('tabs')}>
          {segmentTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="definition" pt="md">
          {mayChange ? <DefinitionForm key={segment.id} segment={segment} isGone={isDeleted} /> : <ReadDefinition segment={segment} />}
        </Tabs.Panel>
        <Tabs.Panel value="members" pt="md">
          <MembersTab segment={segment} mayChange={mayChange} onWhy={(ref) => go({ tab: 'why', ref })} />
        </Tabs.Panel>
        <Tabs.Panel value="why" pt="md">
          <WhyTab segment={segment} of={search.ref} onPick={(ref) => go({ tab: 'why', ref })} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** One segment: what it says, who is in it, and why. */
export function SegmentScreen() {
  const { id } = useParams({ from: '/settings/segments/$id' });
  const { data, error, refetch } = useSegment(id);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <Content segment={data} /> : <LoadingState />;
}
