// SPDX-License-Identifier: Apache-2.0
import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import { useChannels } from '../../api/whole_list';
import { useFormat } from '../../i18n/format';
import { useChannelName } from '../../ui/channel';
import type { FormProblem } from '../../ui/form_problem';
import { EntryNames } from '../settings/EntryHead';
import type { Freedom } from '../settings/Managed';
import { NamesInput } from '../settings/NamesInput';
import { ReadNames, ReadValue } from '../settings/ReadValue';
import { useText as useSettingsText } from '../settings/text';
import type { CategoryForm } from './category_form';
import { useText } from './text';

interface CategoryInputsProps {
  form: CategoryForm;
  change: (part: Partial<CategoryForm>, pointer?: string) => void;
  problem: FormProblem;
  freedom: Freedom;
}

function ChannelsInput({ value, onChange }: { value: string[]; onChange: (next: string[]) => void }) {
  const t = useText();
  const channelName = useChannelName();
  const channels = useChannels();
  // One whose plugin is gone can still be taken away.
  const names = [...new Set([...(channels.data ?? []).map((each) => each.name), ...value])];
  return (
    <Checkbox.Group label={t('channels')} description={t('channels.hint')} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {channels.isSuccess && names.length === 0 && t('channels.none')}
        {names.map((name) => (
          <Checkbox key={name} value={name} label={<bdi>{channelName(name)}</bdi>} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** All of a category but its key and its names, to be looked at. */
function CategoryFacts({ form }: { form: CategoryForm }) {
  const t = useText();
  const settings = useSettingsText();
  const format = useFormat();
  const channelName = useChannelName();
  return (
    <>
      <ReadNames label={t('descriptions')} value={form.descriptions} />
      <ReadValue label={t('default')}>{t(`default.${form.default}`)}</ReadValue>
      <ReadValue label={t('public')}>{settings(form.public ? 'yes' : 'no')}</ReadValue>
      <ReadValue label={t('channels')}>
        {form.channels.length > 0 ? format.list(form.channels.map(channelName)) : t('channels.all')}
      </ReadValue>
    </>
  );
}

function FreeInputs({ form, change, problem }: Omit<CategoryInputsProps, 'freedom'>) {
  const t = useText();
  return (
    <>
      <NamesInput
        legend={t('descriptions')}
        description={t('descriptions.hint')}
        value={form.descriptions}
        onChange={(descriptions) => change({ descriptions }, '/descriptions')}
        errorAt={(tag) => problem.at(`/descriptions/${tag}`)}
        long
      />
      <NativeSelect
        label={t('default')}
        description={t('default.hint')}
        value={form.default}
        error={problem.at('/default')}
        onChange={(event) => change({ default: event.currentTarget.value as CategoryForm['default'] }, '/default')}
        data={(['none', 'subscribed', 'unsubscribed'] as const).map((each) => ({ value: each, label: t(`default.${each}`) }))}
      />
      <Checkbox
        label={t('public')}
        description={t('public.hint')}
        checked={form.public}
        onChange={(event) => change({ public: event.currentTarget.checked })}
      />
      <ChannelsInput value={form.channels} onChange={(channels) => change({ channels })} />
    </>
  );
}

/** All of a category but its key. */
export function CategoryInputs({ form, change, problem, freedom }: CategoryInputsProps) {
  const t = useText();
  return (
    <Stack>
      <EntryNames legend={t('names')} hint={t('names.hint')} form={form} change={change} problem={problem} freedom={freedom} />
      {freedom === 'all' ? <FreeInputs form={form} change={change} problem={problem} /> : <CategoryFacts form={form} />}
    </Stack>
  );
}
