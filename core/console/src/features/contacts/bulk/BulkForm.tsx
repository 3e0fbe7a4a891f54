// SPDX-License-Identifier: Apache-2.0
import { Alert, NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { randomName } from '../../../api/random_name';
import { useCategories } from '../../../api/whole_list';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { Icon } from '../../../ui/Icon';
import { TagInput } from '../../../ui/TagInput';
import type { ContactColumn } from '../columns';
import { useText } from '../text';
import { deleting, subscribing, tagging } from './actions';
import type { BulkAction } from './BulkDialog';
import { ExportForm } from './ExportForm';
import { FormFrame } from './FormFrame';
import type { Act } from './run';
import { SegmentForm } from './SegmentForm';
import type { TableColumn } from './table_columns';
import type { Target } from './targets';

export interface BulkFormProps {
  action: BulkAction;
  /** Who does it. */
  person: string;
  count: number;
  /** There are more than `count`. */
  atLeast: boolean;
  /** Of the list. */
  columns: readonly ContactColumn[];
  onRun: (act: Act<Target>) => void;
  onSave: (columns: readonly TableColumn[]) => void;
  onClose: () => void;
}

function tagsIn(text: string): string[] {
  return [...new Set(text.split(',').map((each) => each.trim()).filter(Boolean))];
}

function TagForm({ count, onRun, onClose }: BulkFormProps) {
  const t = useText();
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const ready = count > 0 && tagsIn(add).length + tagsIn(remove).length > 0;
  const submit = () => onRun(tagging(randomName(), tagsIn(add), tagsIn(remove)));
  return (
    <FormFrame label={t('bulk.tag')} ready={ready} onSubmit={submit} onClose={onClose}>
      <TagInput label={t('tag.add')} description={t('tag.hint')} value={add} onChange={setAdd} several isFirst />
      <TagInput label={t('tag.remove')} value={remove} onChange={setRemove} several />
    </FormFrame>
  );
}

function SubscribeForm({ count, person, onRun, onClose }: BulkFormProps) {
  const t = useText();
  const { language } = useLanguageState();
  const categories = useCategories().data?.filter((each) => !each.archived) ?? [];
  const [chosen, setChosen] = useState('');
  const [proof, setProof] = useState('');
  const [comment, setComment] = useState('');
  const category = chosen || categories[0]?.key;
  function submit() {
    if (!category) return;
    onRun(subscribing({ category, proof: proof.trim(), comment: comment.trim() }));
  }
  return (
    <FormFrame label={t('bulk.subscribe')} ready={count > 0 && Boolean(category) && proof.trim() !== ''} onSubmit={submit} onClose={onClose}>
      <NativeSelect
        label={t('subscribe.category')}
        value={category ?? ''}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={categories.map((each) => ({ value: each.key, label: nameIn(each.names, language, each.key) }))}
      />
      <Textarea
        label={t('subscribe.proof')}
        description={t('subscribe.proof.hint')}
        value={proof}
        maxLength={2000}
        required
        onChange={(event) => setProof(event.currentTarget.value)}
      />
      <TextInput label={t('subscribe.comment')} value={comment} maxLength={2000} onChange={(event) => setComment(event.currentTarget.value)} />
      <Text size="sm" c="dimmed">
        {t('subscribe.by', { name: person })}
      </Text>
    </FormFrame>
  );
}

function DeleteForm({ count, atLeast, onRun, onClose }: BulkFormProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  // Nobody can type a number that is not known.
  const wanted = atLeast ? t('delete.word') : String(count);
  const ready = count > 0 && typed.trim().toLocaleLowerCase() === wanted.toLocaleLowerCase();
  return (
    <FormFrame label={t(atLeast ? 'delete.confirmMore' : 'delete.confirm', { count })} danger ready={ready} onSubmit={() => onRun(deleting())} onClose={onClose}>
      <Alert color="red" icon={<Icon name="alert" />}>
        {t('delete.explain')}
      </Alert>
      <TextInput
        label={t('delete.type', { wanted })}
        inputMode={atLeast ? 'text' : 'numeric'}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
    </FormFrame>
  );
}

const forms = { tag: TagForm, segment: SegmentForm, subscribe: SubscribeForm, delete: DeleteForm, export: ExportForm };

export function BulkForm(props: BulkFormProps) {
  const Form = forms[props.action];
  return <Form {...props} />;
}
