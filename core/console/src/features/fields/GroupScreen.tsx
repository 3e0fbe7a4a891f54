// SPDX-License-Identifier: Apache-2.0
import { NumberInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import type { FormProblem } from '../../ui/form_problem';
import { Page } from '../../ui/Page';
import { useGroupName } from '../profile/fields/use_group_name';
import { BackLink } from '../settings/BackLink';
import { EditorActions, MakerActions } from '../settings/EditorActions';
import { useEntry, useEntryEditor, useMaker } from '../settings/entry_editor';
import { EntryForm } from '../settings/EntryForm';
import { EntryNames, KeyInput, ReadKey } from '../settings/EntryHead';
import { EntryPage } from '../settings/EntryPage';
import { ForRight } from '../settings/ForRight';
import { ManagedNotice, useFreedom, type Freedom } from '../settings/Managed';
import { namesOf, patchOf, recordOf, type Names } from '../settings/names';
import type { Loaded } from '../settings/optimistic';
import { ReadValue } from '../settings/ReadValue';
import { useShow } from '../settings/show';
import { useGroupKeyFault } from './key_fault';
import { useText } from './text';

type Group = Schema<'FieldGroup'>;
const listKey = ['list', '/v1/field-groups'];

interface GroupForm {
  names: Names;
  position: number;
}

const formOf = (group: Group): GroupForm => ({ names: namesOf(group.names), position: group.position });

function groupPatch(before: GroupForm, after: GroupForm): Record<string, unknown> {
  const names = patchOf(recordOf(before.names), recordOf(after.names));
  return { ...(names && { names }), ...(before.position !== after.position && { position: after.position }) };
}

interface GroupInputsProps {
  form: GroupForm;
  change: (part: Partial<GroupForm>, pointer?: string) => void;
  problem: FormProblem;
  freedom: Freedom;
}

function GroupInputs({ form, change, problem, freedom }: GroupInputsProps) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <EntryNames legend={t('names')} hint={t('names.hint')} form={form} change={change} problem={problem} freedom={freedom} />
      {freedom === 'all' ? (
        <NumberInput
          label={t('position')}
          description={t('position.hint')}
          value={form.position}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          error={problem.at('/position')}
          onChange={(value) => change({ position: Number(value) || 0 }, '/position')}
        />
      ) : (
        <ReadValue label={t('position')} hint={t('position.hint')}>
          {format.number(form.position)}
        </ReadValue>
      )}
    </>
  );
}

function GroupEditor({ loaded }: { loaded: Loaded<Group> }) {
  const t = useText();
  const show = useShow();
  const { entry } = loaded;
  const freedom = useFreedom(entry);
  const editor = useEntryEditor({
    path: '/v1/field-groups/{key}',
    params: { key: entry.key },
    listKey,
    loaded,
    formOf,
    patchOf: groupPatch,
    pointers: ['/position', ...Object.keys(entry.names).map((tag) => `/names/${tag}`)],
  });
  return (
    <EntryForm onSave={editor.save}>
      <ManagedNotice entry={entry} />
      <ReadKey label={t('key')} value={entry.key} />
      <GroupInputs form={editor.form} change={editor.change} problem={editor.problem} freedom={freedom} />
      {freedom !== 'nothing' && (
        <EditorActions editor={editor} labelOf={(key) => t(key as 'names')} show={(_, value) => show(value)} />
      )}
    </EntryForm>
  );
}

export function GroupScreen() {
  const t = useText();
  const nameOf = useGroupName();
  const { key } = useParams({ from: '/settings/field-groups/$key' });
  const group = useEntry<Group>('/v1/field-groups/{key}', { key });
  const name = group.data ? nameOf(group.data.entry) : key;
  return (
    <EntryPage
      query={group}
      name={name}
      id={key}
      listPath="/v1/field-groups"
      list="/settings/field-groups"
      listName={t('groups.title')}
      explain={t('groups.archive.explain')}
    >
      {(loaded) => <GroupEditor key={key} loaded={loaded} />}
    </EntryPage>
  );
}

function GroupMaker() {
  const t = useText();
  const navigate = useNavigate();
  const maker = useMaker({
    draftKey: 'new-field-group',
    empty: { key: '', names: [] as Names, position: 0 },
    path: '/v1/field-groups',
    listKey,
    bodyOf: (form) => ({ key: form.key.trim(), names: recordOf(form.names), position: form.position }),
    pointers: ['/key', '/position'],
    onMade: (group: Group) => void navigate({ to: '/settings/field-groups/$key', params: { key: group.key } }),
  });
  const { fault, isOver } = useGroupKeyFault(maker.form.key);
  return (
    <EntryForm onSave={maker.save} fault={fault} isOver={isOver}>
      <KeyInput label={t('key')} hint={t('key.hint')} fault={fault} maker={maker} />
      <GroupInputs form={maker.form} change={maker.change} problem={maker.problem} freedom="all" />
      <MakerActions maker={maker} />
    </EntryForm>
  );
}

export function NewGroupScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('groups.new')}>
      <Page title={t('groups.new')}>
        <BackLink to="/settings/field-groups" page={t('groups.title')} />
        <GroupMaker />
      </Page>
    </ForRight>
  );
}
