// SPDX-License-Identifier: Apache-2.0
import { Fieldset, NativeSelect, Stack } from '@mantine/core';
import { useCategories, useChannels, useSegments } from '../../api/whole_list';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useOpenText } from '../../i18n/text';
import { useChannelName } from '../../ui/channel';
import { useReasonText } from '../../ui/reason';
import type { Change } from './FilterDrawer';
import { endpointStates, inCategory, knownChoices, subscriptionStates, type ContactSearch } from './search';
import { useText } from './text';

/** Those that an address is in a state for, with words of their own. */
const addressReasons = [
  'inactive_address', 'domain_not_found', 'mailbox_full', 'policy_rejected', 'bounced', 'dropped', 'suppressed', 'abuse',
  'unsubscribe_link', 'one_click', 'subscription_page', 'double_opt_in', 'imported_without_proof', 'bot_blocked', 'dead_token',
  'by_staff',
];

interface FilterSelectsProps {
  search: ContactSearch;
  onChange: Change;
}

type Choice = { value: string; label: string };

function useStateChoices(): (states: readonly string[]) => Choice[] {
  const openText = useOpenText('ui');
  return (states) => states.map((each) => ({ value: each, label: openText(`status.${each}`) ?? each }));
}

/** A category and the state in it: whoever names the one is asked about the other, and nothing stands for "any". */
function SubscriptionFilter({ search, onChange }: FilterSelectsProps) {
  const t = useText();
  const { language } = useLanguageState();
  const stateChoices = useStateChoices();
  const categories = useCategories().data ?? [];
  return (
    <Fieldset legend={t('filter.subscriptions')}>
      <Stack gap="sm">
        <NativeSelect
          label={t('filter.category')}
          value={search.category ?? ''}
          onChange={(event) => {
            const category = event.currentTarget.value || undefined;
            onChange(category && search.category ? { category } : inCategory(category));
          }}
          data={[
            { value: '', label: t('filter.category.none') },
            ...categories.map((each) => ({ value: each.key, label: nameIn(each.names, language, each.key) })),
          ]}
        />
        {search.category && (
          <NativeSelect
            label={t('filter.subscription')}
            value={search.subscription ?? 'subscribed'}
            onChange={(event) => onChange({ subscription: event.currentTarget.value as ContactSearch['subscription'] })}
            data={stateChoices(subscriptionStates)}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

/** Of the channel, if it has addresses, which is not known at first: whether they are in the state that is chosen, or in any other. */
function StateIs({ search, onChange, canBeNot }: FilterSelectsProps & { canBeNot: boolean | undefined }) {
  const t = useText();
  const isNot = search.state_not !== undefined;
  const state = search.state ?? search.state_not;
  const explanation = canBeNot === false ? t('filter.stateIs.not.noChannel') : isNot && t('filter.stateIs.not.explain');
  return (
    <NativeSelect
      label={t('filter.stateIs')}
      description={explanation}
      value={isNot ? 'not' : 'is'}
      onChange={(event) => onChange(event.currentTarget.value === 'not' ? { state: undefined, state_not: state, reason: undefined } : { state, state_not: undefined })}
      data={[
        { value: 'is', label: t('filter.stateIs.is') },
        { value: 'not', label: t('filter.stateIs.not'), disabled: !canBeNot },
      ]}
    />
  );
}

/** By what somebody can be reached, or can't, whatever they are subscribed to. */
function AddressFilter({ search, onChange }: FilterSelectsProps) {
  const t = useText();
  const channelName = useChannelName();
  const reasonText = useReasonText();
  const stateChoices = useStateChoices();
  const channels = useChannels().data;
  const { reason } = search;
  // Providers have others too, and one may stand in an address.
  const reasons = !reason || addressReasons.includes(reason) ? addressReasons : [...addressReasons, reason];
  const isNot = search.state_not !== undefined;
  const canBeNot = (channel?: string) => channels?.some((each) => each.name === channel && each.endpoint_types.length > 0);
  const select = (name: 'channel' | 'state' | 'reason', data: Choice[], value: string | undefined, partOf: (next?: string) => Partial<ContactSearch>) => (
    <NativeSelect
      label={t(`filter.${name}`)}
      value={value ?? ''}
      onChange={(event) => onChange(partOf(event.currentTarget.value || undefined))}
      data={[{ value: '', label: t('filter.any') }, ...data]}
    />
  );
  return (
    <Fieldset legend={t('filter.address')}>
      <Stack gap="sm">
        {select(
          'channel',
          (channels ?? []).map((each) => ({ value: each.name, label: channelName(each.name) })),
          search.channel,
          (channel) => (canBeNot(channel) ? { channel } : { channel, state_not: undefined }),
        )}
        {select('state', stateChoices(endpointStates), search.state ?? search.state_not, (next) => ({
          [isNot ? 'state_not' : 'state']: next,
        }))}
        {(search.state || isNot) && <StateIs search={search} onChange={onChange} canBeNot={canBeNot(search.channel)} />}
        {!isNot && select('reason', reasons.map((each) => ({ value: each, label: reasonText(each) })), reason, (next) => ({ reason: next }))}
      </Stack>
    </Fieldset>
  );
}

/** Of what can be chosen from a list. */
export function FilterSelects({ search, onChange }: FilterSelectsProps) {
  const t = useText();
  const segments = useSegments().data ?? [];
  return (
    <>
      <NativeSelect
        label={t('filter.known')}
        value={search.known ?? ''}
        onChange={(event) => onChange({ known: (event.currentTarget.value || undefined) as ContactSearch['known'] })}
        data={[{ value: '', label: t('known.usual') }, ...knownChoices.map((each) => ({ value: each, label: t(`known.${each}`) }))]}
      />
      <NativeSelect
        label={t('filter.segment')}
        value={search.segment ?? ''}
        onChange={(event) => onChange({ segment: event.currentTarget.value || undefined })}
        data={[{ value: '', label: t('filter.any') }, ...segments.map((each) => ({ value: each.id, label: each.name }))]}
      />
      <SubscriptionFilter search={search} onChange={onChange} />
      <AddressFilter search={search} onChange={onChange} />
    </>
  );
}
