// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Schema } from '../../../api/types';
import { ToneBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { pageSize, peopleOf, usePeople, type People } from '../../conflicts/people';
import { PersonWithId } from '../../conflicts/PersonLink';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { NamedIdentifier } from '../identifiers/NamedIdentifier';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import classes from '../profile.module.css';
import { ProvenanceFacts, SourceText } from '../SourceText';
import { useText } from '../text';
import { Choices } from './Choices';

type Merge = Schema<'Merge'>;
const MergeDialog = lazy(() => import('../../conflicts/MergeDialog'));

function Joined({ ends: [a, b] }: { ends: readonly [Merge['joined_a'], Merge['joined_b']] }) {
  return (
    <>
      {a && <NamedIdentifier identifier={a} />}
      {a && b && ' — '}
      {b && <NamedIdentifier identifier={b} />}
    </>
  );
}

function MergeItem({ merge, people, onUndo }: { merge: Merge; people: People | undefined; onUndo: () => void }) {
  const t = useText();
  const { can } = useSession();
  const { joined_a: a, joined_b: b, undone } = merge;
  const [survivor, absorbed] = peopleOf(merge, people);
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong className={classes.grows}>{t(`merge.${merge.rule}`)}</strong>
        {undone && (
          <ToneBadge tone="neutral" icon="undo">
            {t('merge.undone')}
          </ToneBadge>
        )}
        <Time value={merge.at} />
        <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={merge.observation} />}</PopoverButton>
        {can('write') && !undone && (
          <Button variant="default" size="compact-sm" onClick={onUndo}>
            {t('undo.action')}
          </Button>
        )}
      </div>
      <Facts
        facts={[
          [t('merge.absorbed'), <PersonWithId key="absorbed" id={merge.absorbed} person={absorbed} />],
          [t('merge.survivor'), <PersonWithId key="survivor" id={merge.survivor} person={survivor} />],
          [t('merge.joined'), (a ?? b) && <Joined key="joined" ends={[a, b]} />],
          [t('reason'), merge.reason && <LongText key="reason" text={merge.reason} />],
          [t('source'), merge.observation && <SourceText key="source" source={merge.observation.source} />],
          [t('merge.undoneAt'), undone && <Time key="undone" value={undone.at} />],
        ]}
      />
      <Choices choices={merge.choices} />
    </li>
  );
}

/** What was joined, by the names of both, and how to take it back. */
export function Merges({ merges }: { merges: readonly Merge[] }) {
  const t = useText();
  const people = usePeople(merges.slice(0, pageSize).flatMap((each) => [each.survivor, each.absorbed]));
  const [opened, setOpened] = useState<string | undefined>(undefined);
  return (
    <>
      {merges.length === 0 && <p className={classes.dimmed}>{t('merges.none')}</p>}
      <ul className={classes.list}>
        {merges.map((each) => (
          <MergeItem key={each.id} merge={each} people={people} onUndo={() => setOpened(each.id)} />
        ))}
      </ul>
      {opened && (
        <Suspense fallback={null}>
          <MergeDialog key={opened} id={opened} onOpen={({ id }) => setOpened(id)} onClose={() => setOpened(undefined)} />
        </Suspense>
      )}
    </>
  );
}
