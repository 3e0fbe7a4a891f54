// SPDX-License-Identifier: Apache-2.0
import { CloseButton, Text } from '@mantine/core';
import { useCategories, useFields, useSegments } from '../../api/whole_list';
import { useFormat } from '../../i18n/format';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useOpenText } from '../../i18n/text';
import { useChannelName } from '../../ui/channel';
import { choicesOf } from '../../ui/field_choices';
import { useFieldName } from '../../ui/field_name';
import { useReasonText } from '../../ui/reason';
import { useSourceName } from '../../ui/source';
import { useText as useUiText } from '../../ui/text';
import classes from './contacts.module.css';
import { filterOperators, needs, type FilterOperator } from './field_condition';
import type { Change } from './FilterDrawer';
import { filterNames, inCategory, isOwnFilter, leavesOutUnreachable, parseWhere, renderWhere, sourceOf, type ContactSearch, type FieldCondition } from './search';
import { useText } from './text';

/** Of a category and the state in it there is one, and of a channel and the state in which an address of it is not. */
type Plain = Exclude<(typeof filterNames)[number], 'where' | 'subscription'>;

/** The words for what a filter has as a key. */
function useFilterValue(search: ContactSearch): (name: Plain) => string {
  const t = useText();
  const openText = useOpenText('ui');
  const channelName = useChannelName();
  const sourceName = useSourceName();
  const reasonText = useReasonText();
  const format = useFormat();
  const { language } = useLanguageState();
  const segments = useSegments(search.segment !== undefined).data;
  const categories = useCategories(search.category !== undefined).data;
  return (name) => {
    const value = search[name] ?? '';
    switch (name) {
      case 'known':
        return search.known ? t(`known.${search.known}`) : '';
      case 'segment':
        return segments?.find((each) => each.id === value)?.name ?? value;
      case 'category': {
        const category = nameIn(categories?.find((each) => each.key === value)?.names ?? {}, language, value);
        const state = search.subscription ?? '';
        return t('filter.category.value', { category, state: openText(`status.${state}`) ?? state });
      }
      case 'channel':
        return channelName(value);
      case 'state_not':
        return t('filter.state_not.value', { channel: channelName(search.channel ?? ''), state: openText(`status.${value}`) ?? value });
      case 'source':
        return sourceName(sourceOf(value));
      case 'reason':
        return reasonText(value);
      case 'state':
        return openText(`status.${value}`) ?? value;
      case 'created_from':
      case 'created_to':
      case 'updated_from':
      case 'updated_to':
        return format.day(value);
      default:
        return value;
    }
  };
}

function useConditionText(isAsked: boolean): (condition: FieldCondition) => string {
  const t = useText();
  const ui = useUiText();
  const nameOf = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields(isAsked).data;
  return (condition) => {
    const field = fields?.find((each) => each.key === condition.field);
    const name = nameOf(field ?? { key: condition.field, names: {} });
    const is = filterOperators.includes(condition.is as FilterOperator)
      ? t(`is.${condition.is as FilterOperator}`)
      : condition.is;
    const asked = needs(condition.is) === 'days' ? condition.days : condition.value;
    const choice = field && choicesOf(field).find((each) => each.value === asked);
    const plain = typeof asked === 'boolean' ? ui(asked ? 'value.yes' : 'value.no') : String(asked ?? '');
    const value = choice ? nameIn(choice.labels, language, choice.value) : plain;
    return t('where.text', { field: name, is, value }).trim();
  };
}

/** What is said of a filter by another one goes with it. */
function without(name: Plain): Partial<ContactSearch> {
  if (name === 'category') return inCategory(undefined);
  if (name === 'state_not') return { channel: undefined, state_not: undefined };
  return { [name]: undefined };
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const t = useText();
  return (
    <span className={classes.chip} role="listitem">
      <span>
        <bdi>{text}</bdi>
      </span>
      <CloseButton size="sm" variant="transparent" c="inherit" aria-label={t('filters.remove', { filter: text })} onClick={onRemove} />
    </span>
  );
}

export function FilterChips({ search, onChange }: { search: ContactSearch; onChange: Change }) {
  const t = useText();
  const valueOf = useFilterValue(search);
  const conditions = parseWhere(search.where);
  const conditionText = useConditionText(conditions.length > 0);
  const plain = filterNames.filter((name): name is Plain => name !== 'where' && isOwnFilter(search, name));
  if (plain.length + conditions.length === 0) return null;
  return (
    <>
      <div className={classes.bar} role="list" aria-label={t('filters')}>
        {plain.map((name) => (
          <Chip
            key={name}
            text={t('filters.chip', { name: t(`filter.${name}`), value: valueOf(name) })}
            onRemove={() => onChange(without(name))}
          />
        ))}
        {conditions.map((condition, index) => (
          <Chip
            key={JSON.stringify(condition)}
            text={conditionText(condition)}
            onRemove={() => onChange({ where: renderWhere(conditions.filter((_, each) => each !== index)) })}
          />
        ))}
      </div>
      {leavesOutUnreachable(search) && <Text size="sm">{t('known.leavesOut')}</Text>}
    </>
  );
}
