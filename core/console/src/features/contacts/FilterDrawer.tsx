// SPDX-License-Identifier: Apache-2.0
import { Button, Drawer, Fieldset, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCategories, useChannels, useSegments } from '../../api/whole_list';
import { useOpenText } from '../../i18n/text';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useChannelName } from '../../ui/channel';
import { FieldConditionForm, type PendingCondition } from './FieldConditionForm';
import classes from './contacts.module.css';
import {
  endpointStates,
  knownChoices,
  noFilters,
  parseWhere,
  renderWhere,
  subscriptionStates,
  type ContactSearch,
  type FieldCondition,
} from './search';
import { SourceFilter } from './SourceFilter';
import { useText } from './text';

export type Change = (part: Partial<ContactSearch>) => void;

interface FilterDrawerProps {
  opened: boolean;
  search: ContactSearch;
  onChange: Change;
  onClose: () => void;
}

type Choice = { value: string; label: string };

function Selects({ search, onChange }: Pick<FilterDrawerProps, 'search' | 'onChange'>) {
  const t = useText();
  const openText = useOpenText('ui');
  const channelName = useChannelName();
  const { language } = useLanguageState();
  const segments = useSegments().data ?? [];
  const categories = useCategories().data ?? [];
  const channels = useChannels().data ?? [];
  const states: readonly string[] = search.category ? subscriptionStates : endpointStates;
  const select = (name: 'known' | 'segment' | 'category' | 'channel' | 'state', data: Choice[]) => (
    <NativeSelect
      label={t(`filter.${name}`)}
      value={search[name] ?? ''}
      onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined, ...(name === 'category' && { state: undefined }) })}
      data={[{ value: '', label: name === 'known' ? t('known.usual') : t('filter.any') }, ...data]}
    />
  );
  return (
    <>
      {select('known', knownChoices.map((each) => ({ value: each, label: t(`known.${each}`) })))}
      {select('segment', segments.map((each) => ({ value: each.id, label: each.name })))}
      {select('category', categories.map((each) => ({ value: each.key, label: nameIn(each.names, language, each.key) })))}
      {select('channel', channels.map((each) => ({ value: each.name, label: channelName(each.name) })))}
      {select('state', states.map((each) => ({ value: each, label: openText(`status.${each}`) ?? each })))}
    </>
  );
}

/** With this condition too, once. */
function withCondition(where: string | undefined, condition: FieldCondition): string | undefined {
  const before = parseWhere(where);
  const text = JSON.stringify(condition);
  return before.some((each) => JSON.stringify(each) === text) ? where : renderWhere([...before, condition]);
}

/** Every change is asked for at once, what is typed when it is done: then it stands in the address bar. */
export default function FilterDrawer({ opened, search, onChange, onClose }: FilterDrawerProps) {
  const t = useText();
  const [typed, setTyped] = useState<{ tag?: string; source?: string }>({});
  const pending = useRef<PendingCondition>(null);
  const [clearings, setClearings] = useState(0);
  const type = (name: 'tag' | 'source', text: string) => setTyped((before) => ({ ...before, [name]: text }));

  /** Of what was typed, what is not asked for yet. */
  function unasked(): Partial<ContactSearch> {
    const part: Partial<ContactSearch> = {};
    for (const name of ['tag', 'source'] as const) {
      const text = typed[name];
      if (text !== undefined && text.trim() !== (search[name] ?? '')) part[name] = text.trim() || undefined;
    }
    return part;
  }
  function done() {
    const part = unasked();
    if (Object.keys(part).length > 0) onChange(part);
  }
  /** However it is closed, what was typed counts; `stays` keeps it open with what is no condition. */
  function close(stays: boolean) {
    const condition = pending.current?.take() ?? 'nothing';
    if (condition === 'wrong' && stays) return;
    const part = unasked();
    if (typeof condition !== 'string') part.where = withCondition(search.where, condition);
    if (Object.keys(part).length > 0) onChange(part);
    onClose();
  }
  const day = (name: 'created_from' | 'created_to' | 'updated_from' | 'updated_to') => (
    <TextInput
      type="date"
      label={t(name.endsWith('from') ? 'filter.from' : 'filter.to')}
      value={search[name] ?? ''}
      onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
    />
  );
  return (
    <Drawer
      opened={opened}
      onClose={() => close(false)}
      position="right"
      title={t('filters')}
      closeButtonProps={{ 'aria-label': t('filters.close') }}
    >
      <Stack>
        <Selects search={search} onChange={onChange} />
        <TextInput
          label={t('filter.tag')}
          description={t('filter.tag.hint')}
          value={typed.tag ?? search.tag ?? ''}
          maxLength={200}
          onChange={(event) => type('tag', event.currentTarget.value)}
          onBlur={done}
          onKeyDown={(event) => event.key === 'Enter' && done()}
        />
        <SourceFilter
          value={typed.source ?? search.source ?? ''}
          onChange={(next) => {
            type('source', next);
            onChange({ source: next || undefined });
          }}
          onType={(next) => type('source', next)}
          onDone={done}
        />
        <Fieldset legend={t('filter.created')}>
          <div className={classes.pair}>
            {day('created_from')}
            {day('created_to')}
          </div>
        </Fieldset>
        <Fieldset legend={t('filter.updated')}>
          <div className={classes.pair}>
            {day('updated_from')}
            {day('updated_to')}
          </div>
        </Fieldset>
        <Fieldset legend={t('where')}>
          <FieldConditionForm
            key={clearings}
            pending={pending}
            onAdd={(condition) => onChange({ where: withCondition(search.where, condition) })}
          />
        </Fieldset>
        <Group justify="space-between">
          <Button
            variant="default"
            onClick={() => {
              setTyped({});
              setClearings(clearings + 1);
              onChange(noFilters);
            }}
          >
            {t('filters.clear')}
          </Button>
          <Button onClick={() => close(true)}>{t('filters.show')}</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
