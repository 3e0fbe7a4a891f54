// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { Page } from '../../ui/Page';
import { BackLink } from '../settings/BackLink';
import { EditorActions, MakerActions } from '../settings/EditorActions';
import { useEntry, useEntryEditor, useMaker } from '../settings/entry_editor';
import { EntryForm } from '../settings/EntryForm';
import { KeyInput, ReadKey } from '../settings/EntryHead';
import { EntryPage } from '../settings/EntryPage';
import { ForRight } from '../settings/ForRight';
import { ManagedNotice, useFreedom } from '../settings/Managed';
import type { Loaded } from '../settings/optimistic';
import { useShow } from '../settings/show';
import { categoryFormOf, categoryPatch, emptyCategory, newCategoryBody } from './category_form';
import { CategoryInputs } from './CategoryInputs';
import { useText } from './text';

type Category = Schema<'Category'>;
type CategoryDefault = Category['default'];
const listKey = ['list', '/v1/categories'];

function CategoryEditor({ loaded }: { loaded: Loaded<Category> }) {
  const t = useText();
  const show = useShow();
  const { entry } = loaded;
  const freedom = useFreedom(entry);
  const editor = useEntryEditor({
    path: '/v1/categories/{key}',
    params: { key: entry.key },
    listKey,
    loaded,
    formOf: categoryFormOf,
    patchOf: categoryPatch,
    pointers: [
      '/default',
      ...Object.keys(entry.names).map((tag) => `/names/${tag}`),
      ...Object.keys(entry.descriptions).map((tag) => `/descriptions/${tag}`),
    ],
  });
  function showMember(key: string, value: unknown): string {
    return key === 'default' ? t(`default.${value as CategoryDefault}`) : show(value);
  }
  return (
    <EntryForm onSave={editor.save}>
      <ManagedNotice entry={entry} />
      <ReadKey label={t('key')} value={entry.key} />
      <CategoryInputs form={editor.form} change={editor.change} problem={editor.problem} freedom={freedom} />
      {freedom !== 'nothing' && (
        <EditorActions editor={editor} labelOf={(key) => t(key as 'names')} show={showMember} />
      )}
    </EntryForm>
  );
}

export function CategoryScreen() {
  const t = useText();
  const { language } = useLanguageState();
  const { key } = useParams({ from: '/settings/categories/$key' });
  const category = useEntry<Category>('/v1/categories/{key}', { key });
  const name = category.data ? nameIn(category.data.entry.names, language, key) : key;
  return (
    <EntryPage
      query={category}
      name={name}
      id={key}
      listPath="/v1/categories"
      list="/settings/categories"
      listName={t('title')}
      explain={t(category.data?.entry.archived ? 'restore.explain' : 'archive.explain')}
    >
      {(loaded) => <CategoryEditor key={key} loaded={loaded} />}
    </EntryPage>
  );
}

function CategoryMaker() {
  const t = useText();
  const navigate = useNavigate();
  const maker = useMaker({
    draftKey: 'new-category',
    empty: emptyCategory,
    path: '/v1/categories',
    listKey,
    bodyOf: newCategoryBody,
    pointers: ['/key', '/default'],
    onMade: (category: Category) => void navigate({ to: '/settings/categories/$key', params: { key: category.key } }),
  });
  return (
    <EntryForm onSave={maker.save}>
      <KeyInput label={t('key')} hint={t('key.hint')} maker={maker} />
      <CategoryInputs form={maker.form} change={maker.change} problem={maker.problem} freedom="all" />
      <MakerActions maker={maker} />
    </EntryForm>
  );
}

export function NewCategoryScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('new')}>
      <Page title={t('new')}>
        <BackLink to="/settings/categories" page={t('title')} />
        <CategoryMaker />
      </Page>
    </ForRight>
  );
}
