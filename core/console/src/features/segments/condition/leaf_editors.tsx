// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useId } from 'react';
import { useCategories, useFields, useFieldTypes, useSegments } from '../../../api/whole_list';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { useFieldName } from '../../../ui/field_name';
import { useIdentifierType } from '../../../ui/identifier_type';
import { useSourceType } from '../../../ui/source';
import { useText } from '../text';
import { allOperators, operatorOf, withOperator } from './comparison';
import { ComparisonEditor } from './ComparisonEditor';
import { textOfConstant } from './constant';
import { withChosen } from './ConstantInput';
import { useBuilder, useErrorAt } from './context';
import { choicesOf, useIdentifierTypes, useTags } from './lookups';
import { withMember, type JsonObject } from './tree';
import {
  attributeForms,
  attributes,
  endpointStates,
  identifierOperators,
  roles,
  sourceTypes,
  subscriptionStates,
} from './vocabulary';
import { WordSet } from './WordSet';

export interface LeafEditorProps {
  leaf: JsonObject;
  onChange: (leaf: JsonObject) => void;
  /** Where it stands, as a JSON pointer. */
  at: string;
}

export function FieldEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const nameOf = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields().data ?? [];
  const types = useFieldTypes().data ?? [];
  const key = textOfConstant(leaf.field);
  const usable = fields.filter((each) => each.indexed && !each.archived);
  const typeOf = (wanted: string) => {
    const field = fields.find((each) => each.key === wanted);
    return types.find((each) => each.name === field?.type);
  };
  const type = typeOf(key);
  const field = fields.find((each) => each.key === key);

  function choose(next: string) {
    const operators = typeOf(next)?.operators ?? allOperators;
    const is = operatorOf(leaf);
    const kept = is && operators.includes(is) && typeOf(next)?.kind === type?.kind;
    const bare = withOperator({ ...leaf, field: next }, undefined);
    onChange(kept ? { ...leaf, field: next } : withOperator(bare, operators[0]));
  }

  const options = usable.map((each) => ({ value: each.key, label: `${nameOf(each)} (${each.key})` }));
  return (
    <>
      <NativeSelect
        label={t('field')}
        value={key}
        error={errorAt(`${at}/field`)}
        data={withChosen([{ value: '', label: t('choose') }, ...options], key)}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {key !== '' && (
        <ComparisonEditor
          value={leaf}
          onChange={onChange}
          operators={type?.operators ?? allOperators}
          kind={type?.kind ?? 'text'}
          choices={choicesOf(field?.options, language)}
          at={at}
        />
      )}
    </>
  );
}

export function TagEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const tag = textOfConstant(leaf.tag);
  const [beginning] = useDebouncedValue(tag, 300);
  const list = useId();
  const tags = useTags(beginning);
  return (
    <>
      <TextInput
        label={t('tag')}
        description={t('tag.hint')}
        value={tag}
        maxLength={256}
        autoComplete="off"
        list={list}
        error={errorAt(`${at}/tag`)}
        onChange={(event) => onChange({ ...leaf, tag: event.currentTarget.value })}
      />
      <datalist id={list}>
        {tags.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}

export function IdentifierEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const types = useIdentifierTypes();
  const typeName = useIdentifierType();
  const type = textOfConstant(leaf.identifier);
  const known = type === '' || types.includes(type) ? types : [type, ...types];
  return (
    <>
      <NativeSelect
        label={t('identifier')}
        value={type}
        error={errorAt(`${at}/identifier`)}
        data={[{ value: '', label: t('choose') }, ...known.map((each) => ({ value: each, label: typeName(each) }))]}
        onChange={(event) => onChange({ ...leaf, identifier: event.currentTarget.value })}
      />
      <ComparisonEditor value={leaf} onChange={onChange} operators={identifierOperators} anyLabel={t('is.any')} kind="text" at={at} />
      <WordSet
        label={t('identifier.state')}
        description={t('words.any')}
        words={endpointStates}
        value={leaf.state}
        error={errorAt(`${at}/state`)}
        onChange={(state) => onChange(withMember(leaf, 'state', state))}
      />
      <WordSet
        label={t('identifier.role')}
        description={t('words.any')}
        words={roles}
        labelOf={(role) => t(`role.${role as (typeof roles)[number]}`)}
        value={leaf.role}
        error={errorAt(`${at}/role`)}
        onChange={(role) => onChange(withMember(leaf, 'role', role))}
      />
    </>
  );
}

export function SubscriptionEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const { language } = useLanguageState();
  const categories = useCategories().data?.filter((each) => !each.archived) ?? [];
  const key = textOfConstant(leaf.subscription);
  const options = categories.map((each) => ({ value: each.key, label: nameIn(each.names, language, each.key) }));
  return (
    <>
      <NativeSelect
        label={t('subscription')}
        value={key}
        error={errorAt(`${at}/subscription`)}
        data={withChosen([{ value: '', label: t('choose') }, ...options], key)}
        onChange={(event) => onChange({ ...leaf, subscription: event.currentTarget.value })}
      />
      <WordSet
        label={t('subscription.state')}
        description={t('subscription.default')}
        words={subscriptionStates}
        value={leaf.state}
        error={errorAt(`${at}/state`)}
        onChange={(state) => onChange(withMember(leaf, 'state', state))}
      />
    </>
  );
}

export function ProfileEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const sourceName = useSourceType();
  const attribute = attributes.find((each) => each === leaf.profile) ?? 'created_at';
  const form = attributeForms[attribute];
  const is = operatorOf(leaf);
  const isWholeType = attribute === 'source_type' && is !== 'contains' && is !== 'starts_with';

  function choose(next: (typeof attributes)[number]) {
    const { operators, kind } = attributeForms[next];
    const renamed = { ...leaf, profile: next };
    const kept = is && operators.includes(is) && kind === form.kind;
    onChange(kept ? renamed : withOperator(withOperator(renamed, undefined), operators[0]));
  }

  return (
    <>
      <NativeSelect
        label={t('profile')}
        value={attribute}
        error={errorAt(`${at}/profile`)}
        data={attributes.map((each) => ({ value: each, label: t(`profile.${each}`) }))}
        onChange={(event) => choose(attributes.find((each) => each === event.currentTarget.value) ?? attribute)}
      />
      <ComparisonEditor
        value={leaf}
        onChange={onChange}
        operators={form.operators}
        kind={form.kind}
        choices={isWholeType ? sourceTypes.map((each) => ({ value: each, label: sourceName(each) })) : undefined}
        at={at}
      />
    </>
  );
}

export function SegmentEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const { segment } = useBuilder();
  const segments = useSegments().data?.filter((each) => each.id !== segment) ?? [];
  const id = textOfConstant(leaf.segment);
  const options = segments.map((each) => ({ value: each.id, label: each.name }));
  return (
    <NativeSelect
      label={t('segment')}
      value={id}
      error={errorAt(`${at}/segment`)}
      data={withChosen([{ value: '', label: t('choose') }, ...options], id)}
      onChange={(event) => onChange({ ...leaf, segment: event.currentTarget.value })}
    />
  );
}
