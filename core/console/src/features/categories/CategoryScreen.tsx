// SPDX-License-Identifier: Apache-2.0
import { Stack, TextInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { Card, Page } from '../../ui/Page';
import { BackLink } from '../settings/BackLink';
import { EditorActions, MakerActions } from '../settings/EditorActions';
import { useEntry, useEntryEditor, useMaker } from '../settings/entry_editor';
import { EntryPage } from '../settings/EntryPage';
import { ForRight } from '../settings/ForRight';
import { ManagedNotice, useFreedom } from '../settings/Managed';
import type { Loaded } from '../settings/optimistic';
import { ReadValue } from '../settings/ReadValue';
import classes from '../settings/settings.module.css';
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
    <Card>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void editor.save();
        }}
      >
        <Stack>
          <ManagedNotice entry={entry} />
          <ReadValue label={t('key')}>
            <bdi className={classes.code}>{entry.key}</bdi>
          </ReadValue>
          <CategoryInputs form={editor.form} change={editor.change} problem={editor.problem} freedom={freedom} />
          {freedom !== 'nothing' && (
            <EditorActions editor={editor} labelOf={(key) => t(key as 'names')} show={showMember} />
          )}
        </Stack>
      </form>
    </Card>
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
    <Card>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void maker.save();
        }}
      >
        <Stack>
          <TextInput
            label={t('key')}
            description={t('key.hint')}
            value={maker.form.key}
            required
            dir="ltr"
            maxLength={100}
            autoComplete="off"
            error={maker.problem.at('/key')}
            onChange={(event) => maker.change({ key: event.currentTarget.value }, '/key')}
          />
          <CategoryInputs form={maker.form} change={maker.change} problem={maker.problem} freedom="all" />
          <MakerActions maker={maker} />
        </Stack>
      </form>
    </Card>
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
