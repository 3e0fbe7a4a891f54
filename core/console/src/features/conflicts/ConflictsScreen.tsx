// SPDX-License-Identifier: Apache-2.0
import { Button, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { ConflictQueue } from './ConflictQueue';
import classes from './conflicts.module.css';
import { DuplicateList } from './DuplicateList';
import type { Merge } from './lists';
import { MergeList } from './MergeList';
import { usePeople } from './people';
import { ProhibitionList } from './ProhibitionList';
import { views, type ConflictSearch, type View } from './search';
import { useText } from './text';

const isId = /^[0-9A-Z]{13}$/;
const MergeDialog = lazy(() => import('./MergeDialog'));

/** Of whom the lists are; an address names somebody by itself. */
function ProfileName({ id }: { id: string }) {
  const t = useText();
  const person = usePeople(isId.test(id) ? [id] : [])?.get(id);
  return <bdi>{t('filter.profile', { name: person ? personName(person) : id })}</bdi>;
}

export function ConflictsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/conflicts' });
  const view = search.list ?? 'conflicts';
  const change = useCallback(
    (part: ConflictSearch) =>
      void navigate({ to: '/conflicts', search: { ...search, ...part }, replace: true }),
    [navigate, search],
  );
  const openMerge = useCallback((merge: Pick<Merge, 'id'>) => change({ merge: merge.id }), [change]);
  return (
    <Page title={t('title')} fills>
      <Tabs
        value={view}
        onChange={(next) => next && void navigate({ to: '/conflicts', search: { list: next as View } })}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List aria-label={t('title')}>
          {views.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`view.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {search.profile && (
          <div className={classes.bar}>
            <Button
              variant="light"
              radius="xl"
              size="compact-sm"
              rightSection={<Icon name="x" size={14} />}
              aria-label={t('filter.everybody')}
              onClick={() => change({ profile: undefined })}
            >
              <ProfileName id={search.profile} />
            </Button>
          </div>
        )}
        <Tabs.Panel value="conflicts" className={classes.panel}>
          <ConflictQueue search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="duplicates" className={classes.panel}>
          <DuplicateList search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="merges" className={classes.panel}>
          <MergeList search={search} onOpen={openMerge} />
        </Tabs.Panel>
        <Tabs.Panel value="prohibitions" className={classes.panel}>
          <ProhibitionList search={search} onChange={change} />
        </Tabs.Panel>
      </Tabs>
      {search.merge && (
        <Suspense fallback={null}>
          <MergeDialog key={search.merge} id={search.merge} onOpen={openMerge} onClose={() => change({ merge: undefined })} />
        </Suspense>
      )}
    </Page>
  );
}
