// SPDX-License-Identifier: Apache-2.0
import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import { useChannels } from '../../api/whole_list';
import { useChannelName } from '../../ui/channel';
import type { FormProblem } from '../../ui/form_problem';
import type { Freedom } from '../settings/Managed';
import { NamesInput } from '../settings/NamesInput';
import type { CategoryForm } from './category_form';
import { useText } from './text';

interface CategoryInputsProps {
  form: CategoryForm;
  change: (part: Partial<CategoryForm>, pointer?: string) => void;
  problem: FormProblem;
  freedom: Freedom;
}

function ChannelsInput({ value, onChange, disabled }: { value: string[]; onChange: (next: string[]) => void; disabled: boolean }) {
  const t = useText();
  const channels = useChannels();
  const channelName = useChannelName();
  // One whose plugin is gone can still be taken away.
  const names = [...new Set([...(channels.data ?? []).map((each) => each.name), ...value])];
  return (
    <Checkbox.Group label={t('channels')} description={t('channels.hint')} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {channels.isSuccess && names.length === 0 && t('channels.none')}
        {names.map((name) => (
          <Checkbox key={name} value={name} label={<bdi>{channelName(name)}</bdi>} disabled={disabled} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** All of a category but its key. */
export function CategoryInputs({ form, change, problem, freedom }: CategoryInputsProps) {
  const t = useText();
  const locked = freedom !== 'all';
  return (
    <Stack>
      <NamesInput
        legend={t('names')}
        description={t('names.hint')}
        value={form.names}
        onChange={(names) => change({ names }, '/names')}
        errorAt={(tag) => problem.at(`/names/${tag}`)}
        disabled={freedom === 'nothing'}
      />
      <NamesInput
        legend={t('descriptions')}
        description={t('descriptions.hint')}
        value={form.descriptions}
        onChange={(descriptions) => change({ descriptions }, '/descriptions')}
        errorAt={(tag) => problem.at(`/descriptions/${tag}`)}
        disabled={locked}
        long
      />
      <NativeSelect
        label={t('default')}
        description={t('default.hint')}
        value={form.default}
        disabled={locked}
        error={problem.at('/default')}
        onChange={(event) => change({ default: event.currentTarget.value as CategoryForm['default'] }, '/default')}
        data={(['none', 'subscribed', 'unsubscribed'] as const).map((each) => ({ value: each, label: t(`default.${each}`) }))}
      />
      <Checkbox
        label={t('public')}
        description={t('public.hint')}
        checked={form.public}
        disabled={locked}
        onChange={(event) => change({ public: event.currentTarget.checked })}
      />
      <ChannelsInput value={form.channels} onChange={(channels) => change({ channels })} disabled={locked} />
    </Stack>
  );
}
