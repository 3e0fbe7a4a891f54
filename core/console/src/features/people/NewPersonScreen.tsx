// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserRole } from '../../api/accounts';
import type { Schema } from '../../api/types';
import { Page } from '../../ui/Page';
import { BackLink } from '../settings/BackLink';
import { MakerActions } from '../settings/EditorActions';
import { useMaker } from '../settings/entry_editor';
import { EntryForm } from '../settings/EntryForm';
import { ForRight } from '../settings/ForRight';
import { NewPassword } from './NewPassword';
import { RoleInput } from './RoleInput';
import { useText } from './text';

function PersonMaker() {
  const t = useText();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const maker = useMaker({
    draftKey: 'new-person',
    empty: { email: '', name: '', role: 'viewer' as UserRole },
    path: '/v1/users',
    listKey: ['people'],
    bodyOf: (form) => ({ ...form, email: form.email.trim(), name: form.name.trim(), password }),
    pointers: ['/email', '/name', '/role', '/password'],
    onMade: (user: Schema<'User'>) => void navigate({ to: '/settings/people/$id', params: { id: user.id } }),
  });
  return (
    <EntryForm onSave={maker.save} autoComplete="off">
      <TextInput
        label={t('name')}
        description={t('name.hint')}
        value={maker.form.name}
        required
        maxLength={100}
        autoComplete="off"
        error={maker.problem.at('/name')}
        onChange={(event) => maker.change({ name: event.currentTarget.value }, '/name')}
      />
      <TextInput
        type="email"
        label={t('email')}
        value={maker.form.email}
        required
        maxLength={254}
        autoComplete="off"
        error={maker.problem.at('/email')}
        onChange={(event) => maker.change({ email: event.currentTarget.value }, '/email')}
      />
      <RoleInput
        value={maker.form.role}
        error={maker.problem.at('/role')}
        onChange={(role) => maker.change({ role }, '/role')}
      />
      <NewPassword
        value={password}
        error={maker.problem.at('/password')}
        onChange={(next) => {
          setPassword(next);
          maker.problem.clear('/password');
        }}
      />
      <MakerActions maker={maker} label={t('make')} />
    </EntryForm>
  );
}

export function NewPersonScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('new')}>
      <Page title={t('new')}>
        <BackLink to="/settings/people" page={t('title')} />
        <PersonMaker />
      </Page>
    </ForRight>
  );
}
