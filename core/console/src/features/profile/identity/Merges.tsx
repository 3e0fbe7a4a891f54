// SPDX-License-Identifier: Apache-2.0
import { Button, Modal, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { ToneBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { useText as useUiText } from '../../../ui/text';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { NamedIdentifier } from '../identifiers/NamedIdentifier';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { ProvenanceFacts, SourceText } from '../SourceText';
import { useText } from '../text';
import { Choices } from './Choices';

type Merge = Schema<'Merge'>;
type Undone = Schema<'UndoResult'>;

function Undecided({ undone }: { undone: Undone }) {
  const t = useText();
  if (undone.undecided.length === 0) return <p>{t('undo.allDecided')}</p>;
  return (
    <>
      <p>{t('undo.undecided', { count: undone.undecided.length })}</p>
      <ul className={classes.entries}>
        {undone.undecided.map((each) => (
          <li key={each.id} className={classes.entry}>
            {t('undo.carriedBoth')}
            <p className={classes.dimmed}>
              <Time value={each.observation?.observed_at} /> · <SourceText source={each.observation?.source ?? null} />
            </p>
          </li>
        ))}
      </ul>
      {undone.undecided_truncated && <p>{t('undo.truncated')}</p>}
    </>
  );
}

function Joined({ ends: [a, b] }: { ends: readonly [Merge['joined_a'], Merge['joined_b']] }) {
  return (
    <>
      {a && <NamedIdentifier identifier={a} />}
      {a && b && ' — '}
      {b && <NamedIdentifier identifier={b} />}
    </>
  );
}

function MergeItem({ merge, onUndo }: { merge: Merge; onUndo: () => void }) {
  const t = useText();
  const { can } = useSession();
  const { joined_a: a, joined_b: b, undone } = merge;
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
          [t('merge.absorbed'), <code key="absorbed">{merge.absorbed}</code>],
          [t('merge.survivor'), <code key="survivor">{merge.survivor}</code>],
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

/** What was joined, and how to take it back. */
export function Merges({ merges }: { merges: readonly Merge[] }) {
  const t = useText();
  const ui = useUiText();
  const { refresh } = useProfile();
  const [asked, setAsked] = useState<Merge | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [undone, setUndone] = useState<Undone | undefined>(undefined);
  if (merges.length === 0) return <p className={classes.dimmed}>{t('merges.none')}</p>;

  async function undo(merge: Merge) {
    const text = reason.trim();
    const result = await api.post('/v1/merges/{id}/undo', { path: { id: merge.id }, body: text ? { reason: text } : {} });
    setReason('');
    setUndone(result);
    void refresh();
  }

  return (
    <>
      <ul className={classes.list}>
        {merges.map((each) => (
          <MergeItem key={each.id} merge={each} onUndo={() => setAsked(each)} />
        ))}
      </ul>
      <ConfirmDialog
        opened={asked !== undefined}
        title={t('undo.title')}
        confirmLabel={t('undo.action')}
        onConfirm={() => (asked ? undo(asked) : undefined)}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('undo.explain')}</p>
        <TextInput label={t('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
      </ConfirmDialog>
      <Modal
        opened={undone !== undefined}
        onClose={() => setUndone(undefined)}
        title={t('undo.done')}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <p>{t('undo.two')}</p>
        <ul>
          {undone?.profiles.map((id) => (
            <li key={id}>
              <Link to="/contacts/$ref" params={{ ref: id }} onClick={() => setUndone(undefined)}>
                <code>{id}</code>
              </Link>
            </li>
          ))}
        </ul>
        {undone && <Undecided undone={undone} />}
      </Modal>
    </>
  );
}
