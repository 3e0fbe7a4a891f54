// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useCategories, useFields, useFieldTypes, useSegments } from '../../../api/whole_list';
import { useFormat } from '../../../i18n/format';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { useOpenText } from '../../../i18n/text';
import { useFieldName } from '../../../ui/field_name';
import { useIdentifierType } from '../../../ui/identifier_type';
import { useSourceType } from '../../../ui/source';
import { useText } from '../text';
import { comparisonOf } from './activity';
import { operatorOf, shapeOf } from './comparison';
import { localTime, type ValueKind } from './constant';
import { isShown } from './leaf';
import { headOf, isObject, type Json, type JsonObject } from './tree';
import { attributeForms, attributes, roles } from './vocabulary';

const between = ' · ';
/** More values than that are only counted. */
const shownValues = 5;

function list(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A comparison in words: "is one of bronze, silver". */
function useComparisonText(): (comparison: JsonObject, kind: ValueKind, nameOf?: (value: string) => string) => string {
  const t = useText();
  const format = useFormat();
  return useCallback(
    (comparison, kind, nameOf) => {
      const is = operatorOf(comparison);
      if (!is) return '';
      const isTime = kind === 'date' || kind === 'time';
      const word = (value: Json | undefined) => {
        if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
        const text = String(value ?? '');
        // A part of a name is none.
        if (nameOf && is !== 'contains' && is !== 'starts_with') return nameOf(text);
        if (kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return format.day(text);
        return kind === 'time' && localTime(text) ? format.dateTime(text) : text;
      };
      switch (shapeOf(is)) {
        case 'none':
          return t(is === 'known' ? 'is.known' : 'is.unknown');
        case 'one': {
          const key = isTime && is === 'less' ? 'before' : isTime && is === 'greater' ? 'after' : (is as 'equals');
          return t(`says.${key}`, { value: word(comparison.value) });
        }
        case 'two':
          return t('says.between', { from: word(comparison.from), to: word(comparison.to) });
        case 'list': {
          const values = list(comparison.values);
          const shown = values.slice(0, shownValues).map(word).join(', ');
          const more = values.length - shownValues;
          return t(`says.${is as 'one_of'}`, { values: more > 0 ? t('says.more', { values: shown, count: more }) : shown });
        }
        case 'days':
          return t(`says.${is as 'anniversary'}`, { count: Number(comparison.days ?? 0) });
      }
    },
    [t, format],
  );
}

function useActivityText(): (leaf: JsonObject) => string {
  const t = useText();
  const open = useOpenText('ui');
  const format = useFormat();
  const compare = useComparisonText();
  return useCallback(
    (leaf) => {
      const facts = leaf.activity as JsonObject;
      const status = (word: string) => open(`status.${word}`) ?? word;
      const about = (name: string, member: Json | undefined) =>
        member === undefined ? '' : t('says.of', { name, says: compare(comparisonOf(member), 'text') });
      const message = isObject(facts.message) ? facts.message : {};
      const properties = isObject(facts.properties) ? Object.entries(facts.properties) : [];
      const repeated = isObject(facts.repeated) ? String(facts.repeated.kind) : undefined;
      const times = isObject(leaf.times) ? leaf.times : {};
      const within = isObject(leaf.within) ? leaf.within : {};
      const what = [
        ...list(facts.channel),
        ...list(facts.kind).map((kind) => t(`kind.${kind as 'message'}`)),
        ...list(facts.reached).map((each) => t('says.reached', { status: status(each) })),
        list(facts.status).map(status).join(', '),
        about(t('fact.event'), facts.event),
        about(t('fact.message.name'), message.name),
        about(t('fact.message.id'), message.id),
        ...properties.map(([name, member]) => about(name, member)),
        repeated && t(`repeated.${repeated as 'frequency'}`),
      ].filter(Boolean);
      const when = [
        times.at_least !== undefined && t('says.atLeast', { count: Number(times.at_least) }),
        times.at_most !== undefined && t('says.atMost', { count: Number(times.at_most) }),
        within.last_days !== undefined && t('says.in_last_days', { count: Number(within.last_days) }),
        typeof within.from === 'string' && t('says.from', { time: format.dateTime(within.from) }),
        typeof within.to === 'string' && t('says.to', { time: format.dateTime(within.to) }),
        leaf.same_message === true && t('sameMessage'),
      ].filter(Boolean);
      return [what.length > 0 ? what.join(between) : t('fact.any'), ...when].join(between);
    },
    [t, open, format, compare],
  );
}

/** One condition in words, by the names that fields, categories and segments have; of what is no form its JSON. */
export function useConditionText(): (leaf: JsonObject) => string {
  const t = useText();
  const open = useOpenText('ui');
  const { language } = useLanguageState();
  const fieldName = useFieldName();
  const typeName = useIdentifierType();
  const sourceName = useSourceType();
  const compare = useComparisonText();
  const activityText = useActivityText();
  const fields = useFields().data;
  const types = useFieldTypes().data;
  const categories = useCategories().data;
  const segments = useSegments().data;
  return useCallback(
    (leaf) => {
      const head = headOf(leaf);
      if (!head || !isShown(leaf)) return JSON.stringify(leaf);
      const name = String(leaf[head]);
      const states = list(leaf.state).map((each) => open(`status.${each}`) ?? each).join(', ');
      switch (head) {
        case 'field': {
          const field = fields?.find((each) => each.key === name);
          const kind = types?.find((each) => each.name === field?.type)?.kind ?? 'text';
          return t('says.of', { name: fieldName(field ?? { key: name, names: {} }), says: compare(leaf, kind) });
        }
        case 'tag':
          return t('says.tag', { tag: name });
        case 'identifier': {
          const roleNames = list(leaf.role).map((each) => t(`role.${each as (typeof roles)[number]}`)).join(', ');
          return [t('says.identifier', { type: typeName(name) }), compare(leaf, 'text'), roleNames, states].filter(Boolean).join(between);
        }
        case 'subscription': {
          const category = categories?.find((each) => each.key === name);
          const title = category ? nameIn(category.names, language, name) : name;
          return t('says.subscription', { name: title, states: states || (open('status.subscribed') ?? '') });
        }
        case 'profile': {
          const attribute = attributes.find((each) => each === name) ?? 'created_at';
          const says = compare(leaf, attributeForms[attribute].kind, attribute === 'source_type' ? sourceName : undefined);
          return t('says.of', { name: t(`profile.${attribute}`), says });
        }
        case 'activity':
          return activityText(leaf);
        case 'segment':
          return t('says.segment', { name: segments?.find((each) => each.id === name)?.name ?? name });
      }
    },
    [t, open, language, fieldName, typeName, sourceName, compare, activityText, fields, types, categories, segments],
  );
}
