// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserRole } from '../../api/accounts';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { SessionList } from '../account/SessionList';
import { sessionKey, useSession } from '../session/session';
import { BackLink } from '../settings/BackLink';
import { EditorActions } from '../settings/EditorActions';
import { useEntry, useEntryEditor } from '../settings/entry_editor';
import { EntryForm } from '../settings/EntryForm';
import { ForRight } from '../settings/ForRight';
import { actOnRows, type Loaded } from '../settings/optimistic';
import { ReadValue } from '../settings/ReadValue';
import classes from '../settings/settings.module.css';
import { useShow } from '../settings/show';
import { PasswordReset } from './PasswordReset';
import { RoleInput } from './RoleInput';
import { useText } from './text';

type User = Schema<'User'>;

interface PersonForm {
  name: string;
  role: UserRole;
  disabled: boolean;
}

const formOf = ({ name, role, disabled }: User): PersonForm => ({ name, role, disabled });

function personPatch(before: PersonForm, after: PersonForm): Record<string, unknown> {
  return {
    ...(before.name !== after.name && { name: after.name.trim() }),
    ...(before.role !== after.role && { role: after.role }),
    ...(before.disabled !== after.disabled && { disabled: after.disabled }),
  };
}

function PersonEditor({ loaded }: { loaded: Loaded<User> }) {
  const t = useText();
  const show = useShow();
  const client = useQueryClient();
  const { entry } = loaded;
  const isSelf = useSession().user.id === entry.id;
  const editor = useEntryEditor({
    path: '/v1/users/{id}',
    params: { id: entry.id },
    listKey: ['people'],
    loaded,
    formOf,
    patchOf: personPatch,
    pointers: ['/name', '/role', '/disabled'],
    onSaved: () => {
      void client.invalidateQueries({ queryKey: ['sessions', entry.id] });
      // What one sees follows one's own role and name.
      if (isSelf) void client.invalidateQueries({ queryKey: sessionKey });
    },
  });
  return (
    <EntryForm onSave={editor.save}>
      {isSelf && (
        <Alert color="blue" role="note" icon={<Icon name="info" />}>
          {t('self')}
        </Alert>
      )}
      <ReadValue label={t('email')}>
        <bdi dir="ltr">{entry.email}</bdi>
      </ReadValue>
      <TextInput
        label={t('name')}
        description={t('name.hint')}
        value={editor.form.name}
        required
        maxLength={100}
        error={editor.problem.at('/name')}
        onChange={(event) => editor.change({ name: event.currentTarget.value }, '/name')}
      />
      <RoleInput
        value={editor.form.role}
        error={editor.problem.at('/role')}
        onChange={(role) => editor.change({ role }, '/role')}
      />
      <Checkbox
        label={t('disabled')}
        description={t('disabled.hint')}
        checked={editor.form.disabled}
        error={editor.problem.at('/disabled')}
        onChange={(event) => editor.change({ disabled: event.currentTarget.checked }, '/disabled')}
      />
      <EditorActions
        editor={editor}
        labelOf={(key) => t(key as 'name')}
        show={(key, value) => (key === 'role' ? t(`role.${value as UserRole}`) : show(value))}
      />
    </EntryForm>
  );
}

function RemoveButton({ user }: { user: User }) {
  const t = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  async function remove() {
    await actOnRows<User>(
      client,
      ['people'],
      (rows) => rows.filter((each) => each.id !== user.id),
      () => api.delete('/v1/users/{id}', { path: { id: user.id } }),
    );
    await navigate({ to: '/settings/people' });
  }
  return (
    <>
      <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('remove.title', { name: user.name })}
        confirmLabel={t('remove')}
        danger
        typed={user.email}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        {t('remove.explain')}
      </ConfirmDialog>
    </>
  );
}

function PersonPage() {
  const t = useText();
  const { id } = useParams({ from: '/settings/people/$id' });
  const own = useSession().user.id;
  const person = useEntry<User>('/v1/users/{id}', { id });
  const user = person.data?.entry;
  return (
    <Page title={user?.name ?? id} actions={user && user.id !== own && <RemoveButton user={user} />}>
      <div className={classes.actions}>
        <BackLink to="/settings/people" page={t('title')} />
        {user && (
          <span className={classes.spread}>
            <Link to="/settings/audit" search={{ user: id }}>
              {t('audit')}
            </Link>
          </span>
        )}
      </div>
      {person.isPending && <LoadingState />}
      {person.isError && <ErrorState error={person.error} onRetry={() => void person.refetch()} />}
      {person.data && (
        <>
          <PersonEditor key={id} loaded={person.data} />
          {id !== own && <PasswordReset id={id} />}
          <SessionList
            user={id}
            title={t('sessions.title')}
            none={t('sessions.none')}
            endAll={t('sessions.endAll')}
            endTitle={t('sessions.endTitle', { name: person.data.entry.name })}
            endExplain={t('sessions.endExplain')}
          />
        </>
      )}
    </Page>
  );
}

export function PersonScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('title')}>
      <PersonPage />
    </ForRight>
  );
}
