// SPDX-License-Identifier: Apache-2.0
import { Button, Drawer, Fieldset, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useCategories, useChannels, useSegments } from '../../api/whole_list';
import { useOpenText } from '../../i18n/text';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useChannelName } from '../../ui/channel';
import { FieldConditionForm } from './FieldConditionForm';
import classes from './contacts.module.css';
import {
  endpointStates,
  knownChoices,
  noFilters,
  parseWhere,
  renderWhere,
  subscriptionStates,
  type ContactSearch,
} from './search';
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

/** Every change is asked for at once, and stands in the address bar. */
export default function FilterDrawer({ opened, search, onChange, onClose }: FilterDrawerProps) {
  const t = useText();
  const text = (name: 'source' | 'tag', description: string) => (
    <TextInput
      key={`${name} ${search[name] ?? ''}`}
      label={t(`filter.${name}`)}
      description={description}
      defaultValue={search[name] ?? ''}
      maxLength={200}
      onBlur={(event) => onChange({ [name]: event.currentTarget.value.trim() || undefined })}
    />
  );
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
      onClose={onClose}
      position="right"
      title={t('filters')}
      closeButtonProps={{ 'aria-label': t('filters.close') }}
    >
      <Stack>
        <Selects search={search} onChange={onChange} />
        {text('tag', t('filter.tag.hint'))}
        {text('source', t('filter.source.hint'))}
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
            onAdd={(condition) => onChange({ where: renderWhere([...parseWhere(search.where), condition]) })}
          />
        </Fieldset>
        <Group justify="space-between">
          <Button variant="default" onClick={() => onChange(noFilters)}>
            {t('filters.clear')}
          </Button>
          <Button onClick={onClose}>{t('filters.show')}</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
