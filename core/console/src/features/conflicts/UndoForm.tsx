// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { isProblem, type Violation } from '../../api/problem';
import { useDraft } from '../../ui/draft';
import { Icon } from '../../ui/Icon';
import { personName } from '../../ui/person_name';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useMerge } from './merge';
import { peopleOf, usePeople } from './people';
import { refreshIdentity } from './refresh';
import { useText } from './text';

/** A retry after an answer that was lost has the same one, with what stayed undecided. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}

/** Another merge, by the names of its two as soon as they are read. */
function OtherMerge({ id, onOpen }: { id: string; onOpen: (merge: { id: string }) => void }) {
  const t = useText();
  const merge = useMerge(id).data;
  const people = usePeople(merge ? [merge.survivor, merge.absorbed] : []);
  const [a, b] = merge ? peopleOf(merge, people).map(personName) : [];
  return (
    <Button size="compact-sm" variant="default" onClick={() => onOpen({ id })}>
      <bdi>{merge ? t('undo.showOf', { a: a ?? '', b: b ?? '' }) : t('undo.show', { id })}</bdi>
    </Button>
  );
}

function InTheWay({ merges, onOpen }: { merges: readonly Violation[]; onOpen: (merge: { id: string }) => void }) {
  const t = useText();
  return (
    <Alert color="orange" role="alert" icon={<Icon name="alert" />} title={t('undo.needed')}>
      <ul>
        {merges.map(({ id, detail }) => (
          <li key={id} className="foreign">
            {detail}{' '}
            {id && <OtherMerge id={id} onOpen={onOpen} />}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

interface UndoFormProps {
  id: string;
  onOpen: (merge: { id: string }) => void;
  onUndone: () => void;
  onClose: () => void;
}

export function UndoForm({ id, onOpen, onUndone, onClose }: UndoFormProps) {
  const t = useText();
  const client = useQueryClient();
  const draft = useDraft(`undo/${id}`, '');
  const [idempotencyKey, setKey] = useState(newKey);
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const needed = isProblem(error) ? error.errors.filter((each) => each.code === 'needed_by_merge') : [];

  async function undo(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const reason = draft.value.trim();
    try {
      const result = await api.post('/v1/merges/{id}/undo', { path: { id }, body: reason ? { reason } : {}, idempotencyKey });
      client.setQueryData(['undone', id], result);
      onUndone();
      draft.discard();
      await refreshIdentity(client);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void undo(event)}>
      <Stack>
        <Text>{t('undo.explain')}</Text>
        <Alert color="orange" role="note" icon={<Icon name="ban" />} title={t('undo.forbids')}>
          {t('undo.forbids.explain')}{' '}
          <Link to="/conflicts" search={{ list: 'prohibitions' }}>
            {t('undo.forbids.where')}
          </Link>
        </Alert>
        <Textarea
          label={t('reason')}
          description={t('reason.hint')}
          value={draft.value}
          onChange={(event) => {
            draft.change(event.currentTarget.value);
            setKey(newKey());
          }}
          maxLength={500}
          rows={3}
        />
        {needed.length > 0 ? <InTheWay merges={needed} onOpen={onOpen} /> : <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" color="red" loading={busy} leftSection={<Icon name="undo" />}>
            {t('undo.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
