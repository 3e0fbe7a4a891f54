// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { ErrorState } from '../../ui/ErrorState';
import { useFieldName } from '../../ui/field_name';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { BackLink } from '../settings/BackLink';
import { EditorActions, MakerActions } from '../settings/EditorActions';
import { useEntry, useEntryEditor, useMaker } from '../settings/entry_editor';
import { EntryForm } from '../settings/EntryForm';
import { KeyInput, ReadKey } from '../settings/EntryHead';
import { EntryPage } from '../settings/EntryPage';
import { ForRight } from '../settings/ForRight';
import { useCatalogue } from '../settings/lists';
import { ManagedNotice, useFreedom } from '../settings/Managed';
import type { Loaded } from '../settings/optimistic';
import classes from '../settings/settings.module.css';
import { useShow } from '../settings/show';
import { choicesOf } from './choices';
import { emptyField, fieldFormOf, fieldPatch, fieldPointers, newFieldBody, type Words } from './field_form';
import { FieldInputs } from './FieldInputs';
import { useFieldKeyFault } from './key_fault';
import { useText } from './text';

type Field = Schema<'Field'>;
const listKey = ['list', '/v1/fields'];

function useWords(types: readonly Schema<'FieldType'>[]): Words {
  const t = useText();
  return { kindOf: (type) => types.find((each) => each.name === type), wrongJson: t('options.wrongJson') };
}

function pointersOf(names: Record<string, string>, types: readonly Schema<'FieldType'>[]): string[] {
  const options = types.flatMap(({ options: schema }) =>
    Object.keys((schema as { properties?: object }).properties ?? {}).map((name) => `/options/${name}`),
  );
  return [...fieldPointers, ...Object.keys(names).map((tag) => `/names/${tag}`), ...new Set(options)];
}

function FieldEditor({ loaded, types }: { loaded: Loaded<Field>; types: readonly Schema<'FieldType'>[] }) {
  const t = useText();
  const show = useShow();
  const format = useFormat();
  const words = useWords(types);
  const { entry } = loaded;
  const freedom = useFreedom(entry);
  const editor = useEntryEditor({
    path: '/v1/fields/{key}',
    params: { key: entry.key },
    listKey,
    loaded,
    formOf: fieldFormOf,
    patchOf: (before, after) => fieldPatch(before, after, words),
    pointers: pointersOf(entry.names, types),
  });
  const keptChoices = useMemo(
    () => new Set(entry.in_use ? choicesOf(entry.options.choices).map((each) => each.value) : []),
    [entry],
  );
  return (
    <EntryForm onSave={editor.save}>
      <ManagedNotice entry={entry} />
      <ReadKey label={t('key')} value={entry.key} />
      <FieldInputs
        form={editor.form}
        change={editor.change}
        problem={editor.problem}
        types={types}
        freedom={freedom}
        inUse={entry.in_use}
        keptChoices={keptChoices}
      />
      {freedom !== 'nothing' && (
        <EditorActions editor={editor} labelOf={(key) => t(key as 'names')} show={(_, value) => show(value)} />
      )}
      <p className={`${classes.faint} ${classes.notice}`}>
        {t('about', { created: format.dateTime(entry.created_at), updated: format.dateTime(entry.updated_at) })}
      </p>
    </EntryForm>
  );
}

export function FieldScreen() {
  const t = useText();
  const nameOf = useFieldName();
  const { key } = useParams({ from: '/settings/fields/$key' });
  const field = useEntry<Field>('/v1/fields/{key}', { key });
  const types = useCatalogue<Schema<'FieldType'>>('/v1/field-types');
  const name = field.data ? nameOf(field.data.entry) : key;
  return (
    <EntryPage
      query={field}
      name={name}
      id={key}
      listPath="/v1/fields"
      list="/settings/fields"
      listName={t('title')}
      explain={t(field.data?.entry.archived ? 'restore.explain' : 'archive.explain')}
    >
      {(loaded) => (
        <>
          {types.isError && <ErrorState error={types.error} onRetry={() => void types.refetch()} />}
          {types.isPending && <LoadingState />}
          {types.data && <FieldEditor key={key} loaded={loaded} types={types.data} />}
        </>
      )}
    </EntryPage>
  );
}

function FieldMaker({ types }: { types: readonly Schema<'FieldType'>[] }) {
  const t = useText();
  const navigate = useNavigate();
  const words = useWords(types);
  const maker = useMaker({
    draftKey: 'new-field',
    empty: emptyField,
    path: '/v1/fields',
    listKey,
    bodyOf: (form) => newFieldBody(form, words),
    pointers: pointersOf({}, types),
    onMade: (field: Field) => void navigate({ to: '/settings/fields/$key', params: { key: field.key } }),
  });
  const { fault, isOver } = useFieldKeyFault(maker.form.key);
  return (
    <EntryForm onSave={maker.save} fault={fault} isOver={isOver}>
      <KeyInput label={t('key')} hint={t('key.hint')} fault={fault} maker={maker} />
      <FieldInputs
        form={maker.form}
        change={maker.change}
        problem={maker.problem}
        types={types}
        freedom="all"
        inUse={false}
        keptChoices={new Set()}
      />
      <MakerActions maker={maker} />
    </EntryForm>
  );
}

export function NewFieldScreen() {
  const t = useText();
  const types = useCatalogue<Schema<'FieldType'>>('/v1/field-types');
  return (
    <ForRight right="admin" title={t('new')}>
      <Page title={t('new')}>
        <BackLink to="/settings/fields" page={t('title')} />
        {types.isPending && <LoadingState />}
        {types.isError && <ErrorState error={types.error} onRetry={() => void types.refetch()} />}
        {types.data && <FieldMaker types={types.data} />}
      </Page>
    </ForRight>
  );
}
