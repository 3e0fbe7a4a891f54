// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Schema } from '../../../api/types';
import { useFormat } from '../../../i18n/format';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { useOpenText } from '../../../i18n/text';
import { useChannelName } from '../../../ui/channel';
import { useFieldName } from '../../../ui/field_name';
import { useFieldText } from '../../../ui/field_text';
import { useIdentifierType } from '../../../ui/identifier_type';
import { useSourceType } from '../../../ui/source';
import { useText as useUiText } from '../../../ui/text';
import { useText } from '../text';

type Condition = Schema<'Condition'>;

export interface Named {
  fields: readonly Schema<'Field'>[];
  categories: readonly Schema<'Category'>[];
  segments: readonly Schema<'Segment'>[];
}

interface Comparison {
  is?: string;
  value?: unknown;
  values?: readonly unknown[];
  from?: unknown;
  to?: unknown;
  days?: number;
}

type Part = Record<string, unknown>;

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** A condition of the segment language in a sentence. What it does not know is shown as it is written. */
export function useConditionText({ fields, categories, segments }: Named) {
  const t = useText();
  const open = useOpenText('profile');
  const ui = useOpenText('ui');
  const yesOrNo = useUiText();
  const format = useFormat();
  const { language } = useLanguageState();
  const fieldName = useFieldName();
  const fieldText = useFieldText();
  const typeName = useIdentifierType();
  const sourceName = useSourceType();
  const channelName = useChannelName();
  return useMemo(() => {
    const status = (each: unknown) => ui(`status.${String(each)}`) ?? String(each);
    const plain = (value: unknown) => (typeof value === 'boolean' ? yesOrNo(value ? 'value.yes' : 'value.no') : String(value));

    function compared(subject: string, by: Comparison, text: (value: unknown) => string = plain): string {
      const values = (by.values ?? []).map(text);
      const names = {
        subject,
        value: by.value === undefined ? '' : text(by.value),
        values: format.list(values),
        from: by.from === undefined ? '' : text(by.from),
        to: by.to === undefined ? '' : text(by.to),
        count: by.days ?? 0,
      };
      return open(`is.${by.is ?? 'equals'}`, names) ?? `${subject}: ${JSON.stringify(by)}`;
    }

    function activity(part: Part): string {
      const what = (part.activity ?? {}) as Part;
      const { channel, kind, event, ...rest } = what;
      const details = [
        channel && channelName(String(channel)),
        kind && String(kind),
        what.reached && t('condition.reached', { status: status(what.reached) }),
        what.status && format.list(listOf(what.status).map(status)),
        typeof event === 'string' && event,
      ].filter(Boolean) as string[];
      const { reached: _reached, status: _status, ...unknown } = rest;
      const more = { ...unknown, ...(typeof event === 'object' && event !== null && { event }) };
      if (Object.keys(more).length > 0) details.push(JSON.stringify(more));
      const within = part.within as { last_days?: number } | undefined;
      const period = within?.last_days ? t('condition.lastDays', { count: within.last_days }) : within ? JSON.stringify(within) : '';
      const times = part.times ? JSON.stringify(part.times) : '';
      return [t('condition.activity', { what: details.join(', ') }), period, times].filter(Boolean).join(' · ');
    }

    function condition(given: Condition): string {
      const part = given as Part;
      if (typeof part.field === 'string') {
        const field = fields.find((each) => each.key === part.field);
        const name = field ? fieldName(field) : part.field;
        return compared(name, part, field && !part.is?.toString().includes('days') ? (value) => fieldText(field, value) : plain);
      }
      if (typeof part.tag === 'string') return t('condition.tag', { tag: part.tag });
      if (typeof part.subscription === 'string') {
        const category = categories.find((each) => each.key === part.subscription);
        const name = category ? nameIn(category.names, language, category.key) : part.subscription;
        const states = part.state === undefined ? ['subscribed'] : listOf(part.state);
        return t('condition.subscription', { name, states: format.list(states.map(status)) });
      }
      if (typeof part.segment === 'string') {
        const found = segments.find((each) => each.id === part.segment);
        return t('condition.segment', { name: found?.name ?? part.segment });
      }
      if (typeof part.profile === 'string') {
        const isPart = part.is === 'contains' || part.is === 'starts_with';
        const isSource = part.profile === 'source_type' && !isPart;
        const text = part.profile.endsWith('_at') ? (value: unknown) => format.dateTime(String(value)) : plain;
        return compared(open(`profile.${part.profile}`) ?? part.profile, part, isSource ? (value) => sourceName(String(value)) : text);
      }
      if (typeof part.identifier === 'string') {
        const name = typeName(part.identifier);
        const said = part.is ? compared(name, part) : t('condition.identifier', { name });
        const roles = listOf(part.role).map((each) => ui(`role.${String(each)}`) ?? String(each));
        return [said, ...roles, ...listOf(part.state).map(status)].join(' · ');
      }
      if (part.activity !== undefined) return activity(part);
      return JSON.stringify(given);
    }

    return { condition, asStatic: () => t('condition.static') };
  }, [t, yesOrNo, open, ui, format, language, fieldName, fieldText, typeName, sourceName, channelName, fields, categories, segments]);
}
