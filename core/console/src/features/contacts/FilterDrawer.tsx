// SPDX-License-Identifier: Apache-2.0
import { Button, Drawer, Fieldset, Group, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { TagInput } from '../../ui/TagInput';
import { DateRange } from './DateRange';
import { FieldConditionForm, type PendingCondition } from './FieldConditionForm';
import { FilterSelects } from './FilterSelects';
import { noFilters, parseWhere, renderWhere, type ContactSearch, type FieldCondition } from './search';
import { SourceFilter } from './SourceFilter';
import { useText } from './text';

export type Change = (part: Partial<ContactSearch>) => void;

interface FilterDrawerProps {
  opened: boolean;
  search: ContactSearch;
  onChange: Change;
  onClose: () => void;
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
  const reversed = useRef(new Set<string>());
  const [clearings, setClearings] = useState(0);
  const type = (name: 'tag' | 'source', text: string) => setTyped((before) => ({ ...before, [name]: text }));

  const onReversed = (name: string) => (isReversed: boolean) => {
    if (isReversed) reversed.current.add(name);
    else reversed.current.delete(name);
  };

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
    if ((condition === 'wrong' || reversed.current.size > 0) && stays) return;
    const part = unasked();
    if (typeof condition !== 'string') part.where = withCondition(search.where, condition);
    if (Object.keys(part).length > 0) onChange(part);
    onClose();
  }
  return (
    <Drawer
      opened={opened}
      onClose={() => close(false)}
      position="right"
      title={t('filters')}
      closeButtonProps={{ 'aria-label': t('filters.close') }}
    >
      <Stack>
        <FilterSelects search={search} onChange={onChange} />
        <TagInput
          label={t('filter.tag')}
          description={t('filter.tag.hint')}
          value={typed.tag ?? search.tag ?? ''}
          maxLength={200}
          onChange={(next) => type('tag', next)}
          onPick={(tag) => onChange({ tag })}
          onDone={done}
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
        <DateRange
          key={`created ${clearings}`}
          legend={t('filter.created')}
          from={search.created_from}
          to={search.created_to}
          onChange={({ from, to }) => onChange({ created_from: from, created_to: to })}
          onReversed={onReversed('created')}
        />
        <DateRange
          key={`updated ${clearings}`}
          legend={t('filter.updated')}
          from={search.updated_from}
          to={search.updated_to}
          onChange={({ from, to }) => onChange({ updated_from: from, updated_to: to })}
          onReversed={onReversed('updated')}
        />
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
              reversed.current.clear();
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
