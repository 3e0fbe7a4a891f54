// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { isProblem } from '../../api/problem';
import { useDraft } from '../../ui/draft';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useText as useSharedText } from '../../ui/text';
import { PersonPicker } from './PersonPicker';
import classes from './segments.module.css';
import { useText } from './text';

/** As many as one call takes. */
const most = 1000;

export function refsIn(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean))];
}

interface AddMembersProps {
  /** Of the segment. */
  id: string;
  opened: boolean;
  onAdd: (refs: string[]) => Promise<{ added: number }>;
  onClose: () => void;
}

/** One person after another, or a list of ids and addresses: all of it or, if one is not there, nothing. */
export function AddMembers({ id, opened, onAdd, onClose }: AddMembersProps) {
  const t = useText();
  const shared = useSharedText();
  const draft = useDraft(`segments/${id}/members`, '');
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>(undefined);
  const [done, setDone] = useState<number | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const refs = refsIn(draft.value);
  const wrong = isProblem(error) ? error.errors.flatMap((each) => refs[Number(/^\/add\/(\d+)$/.exec(each.pointer)?.[1] ?? Number.NaN)] ?? []) : [];

  async function add(wanted: string[]): Promise<boolean> {
    setBusy(true);
    setError(undefined);
    setDone(undefined);
    try {
      setDone((await onAdd(wanted)).added);
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || refs.length === 0 || refs.length > most) return;
    if (await add(refs)) draft.discard();
  }

  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('members.add')} closeButtonProps={{ 'aria-label': shared('close') }}>
      <form onSubmit={(event) => void submit(event)} className={classes.stack}>
        <PersonPicker
          label={t('person.search')}
          action={t('members.addOne')}
          isPicked={(person) => added.has(person.id)}
          onPick={(person) => {
            void add([person.id]).then((good) => {
              if (good) setAdded((before) => new Set(before).add(person.id));
            });
          }}
        />
        <Textarea
          label={t('members.refs')}
          description={t('members.refs.hint', { count: most })}
          dir="ltr"
          autosize
          minRows={3}
          maxRows={10}
          value={draft.value}
          error={refs.length > most ? t('members.tooMany', { count: refs.length }) : wrong.length > 0 ? t('members.wrong', { refs: wrong.join(', ') }) : undefined}
          onChange={(event) => draft.change(event.currentTarget.value)}
        />
        <ProblemAlert error={error} />
        <p role="status" className={classes.faint}>
          {done !== undefined && t('members.added', { count: done })}
        </p>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('close')}
          </Button>
          <Button type="submit" loading={busy} disabled={refs.length === 0 || refs.length > most}>
            {t('members.add')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
