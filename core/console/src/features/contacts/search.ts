// SPDX-License-Identifier: Apache-2.0
import { dayParam, oneOf, textParam } from '../../app/search_params';
import type { Schema } from '../../api/types';

export type FieldCondition = Schema<'FieldCondition'>;

export const sorts = ['-updated_at', 'updated_at', '-created_at', 'created_at', 'name', '-name'] as const;
export const knownChoices = ['true', 'false', 'anonymous', 'any'] as const;
export const endpointStates = ['active', 'unconfirmed', 'blocked', 'unsubscribed', 'blacklisted', 'complained'] as const;
export type EndpointState = (typeof endpointStates)[number];
export const subscriptionStates = ['subscribed', 'unsubscribed', 'pending'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** What a source can be; a name may stand behind it. */
export const sourceKinds = ['form', 'import', 'api', 'order', 'console', 'plugin', 'tracking'] as const;

export interface NamedSource {
  type: string;
  name: string | null;
}

export function sourceText({ type, name }: NamedSource): string {
  return name === null ? type : `${type}:${name}`;
}

export function sourceOf(text: string): NamedSource {
  const at = text.indexOf(':');
  return at < 0 ? { type: text, name: null } : { type: text.slice(0, at), name: text.slice(at + 1) };
}

/** What the address bar holds of the list; what is not there is not asked for. */
export interface ContactSearch {
  q?: string | undefined;
  segment?: string | undefined;
  category?: string | undefined;
  /** In the category; stands whenever that does. */
  subscription?: SubscriptionState | undefined;
  /** By what somebody can be reached: the channel, and the state and reason of an address. */
  channel?: string | undefined;
  state?: EndpointState | undefined;
  /** In place of `state`: an address of the channel, which stands beside it, is in any other. */
  state_not?: EndpointState | undefined;
  reason?: string | undefined;
  source?: string | undefined;
  tag?: string | undefined;
  known?: (typeof knownChoices)[number] | undefined;
  created_from?: string | undefined;
  created_to?: string | undefined;
  updated_from?: string | undefined;
  updated_to?: string | undefined;
  /** Conditions on fields, as JSON. */
  where?: string | undefined;
  sort?: (typeof sorts)[number] | undefined;
}

/** Filters, without the search text and the order. */
export const filterNames = [
  'segment', 'category', 'subscription', 'channel', 'state', 'state_not', 'reason', 'source', 'tag', 'known', 'created_from',
  'created_to', 'updated_from', 'updated_to', 'where',
] as const satisfies readonly (keyof ContactSearch)[];

/** Lays itself over what is asked for, and takes every filter away. */
export const noFilters: Partial<ContactSearch> = Object.fromEntries(filterNames.map((name) => [name, undefined]));

/** A filter that is asked for, with what another one says of it: a category's state, the channel in which a state is not. */
export function isOwnFilter(search: ContactSearch, name: (typeof filterNames)[number]): boolean {
  if (name === 'subscription' || (name === 'channel' && search.state_not !== undefined)) return false;
  return search[name] !== undefined;
}

export function countFilters(search: ContactSearch): number {
  return filterNames.filter((name) => isOwnFilter(search, name)).length;
}

/** People in this category, in the state that most are looked for in; without one the state goes too. */
export function inCategory(category: string | undefined): Partial<ContactSearch> {
  return { category, subscription: category ? 'subscribed' : undefined };
}

/**
 * In addresses from before `subscription` was there, the `state` beside a category was the state in it; since then a
 * category never stands alone.
 */
function subscriptionParams(raw: Record<string, unknown>): Pick<ContactSearch, 'category' | 'subscription' | 'state'> {
  const category = textParam(raw.category);
  const state = oneOf(raw.state, endpointStates);
  if (!category) return { category, subscription: undefined, state };
  const subscription = oneOf(raw.subscription, subscriptionStates);
  if (subscription) return { category, subscription, state };
  const older = oneOf(raw.state, subscriptionStates);
  return older ? { category, subscription: older, state: undefined } : { ...inCategory(category), category, state };
}

/**
 * Not to be in a state is said of the addresses of a channel. A reason beside it would be asked of any address, not of that
 * one alone.
 */
function addressParams(raw: Record<string, unknown>, state: EndpointState | undefined): Pick<ContactSearch, 'channel' | 'state' | 'state_not' | 'reason'> {
  const channel = textParam(raw.channel);
  const state_not = channel && !state ? oneOf(raw.state_not, endpointStates) : undefined;
  return { channel, state, state_not, reason: state_not ? undefined : textParam(raw.reason) };
}

export function parseWhere(text: string | undefined): FieldCondition[] {
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.filter(
      (each: Partial<FieldCondition> | null): each is FieldCondition =>
        typeof each?.field === 'string' && typeof each.is === 'string',
    );
  } catch {
    return [];
  }
}

export function renderWhere(conditions: readonly FieldCondition[]): string | undefined {
  return conditions.length > 0 ? JSON.stringify(conditions) : undefined;
}

/** A period that ends before it begins is only begun. */
function periodParams<Name extends 'created' | 'updated'>(raw: Record<string, unknown>, name: Name) {
  const from = dayParam(raw[`${name}_from`]);
  const to = dayParam(raw[`${name}_to`]);
  return { [`${name}_from`]: from, [`${name}_to`]: from && to && to < from ? undefined : to } as Pick<ContactSearch, `${Name}_from` | `${Name}_to`>;
}

export function validateContactSearch(raw: Record<string, unknown>): ContactSearch {
  const { state, ...subscription } = subscriptionParams(raw);
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    q: textParam(raw.q),
    segment: textParam(raw.segment),
    ...subscription,
    ...addressParams(raw, state),
    source: textParam(raw.source),
    tag: textParam(raw.tag),
    known: oneOf(raw.known, knownChoices),
    ...periodParams(raw, 'created'),
    ...periodParams(raw, 'updated'),
    where: renderWhere(parseWhere(textParam(raw.where, 4000))),
    sort: oneOf(raw.sort, sorts),
  };
}

/** Whoever is anonymous and can't be reached is in no segment, and no condition is asked of them. */
export function leavesOutUnreachable(search: ContactSearch): boolean {
  const asksForThem = search.known === 'any' || search.known === 'anonymous';
  const conditions = ['segment', 'state_not', 'created_from', 'created_to', 'updated_from', 'updated_to', 'where'] as const;
  return asksForThem && conditions.some((name) => search[name] !== undefined);
}

/** Days are the viewer's: from the first moment of `from` to the last of `to`. */
function period(profile: 'created_at' | 'updated_at', from?: string, to?: string) {
  const begin = from ? new Date(`${from}T00:00:00`) : undefined;
  const end = to ? new Date(`${to}T23:59:59.999`) : undefined;
  if (begin && end) return [{ profile, is: 'between', from: begin.toISOString(), to: end.toISOString() } as const];
  if (begin) return [{ profile, is: 'greater', value: new Date(begin.getTime() - 1).toISOString() } as const];
  if (end) return [{ profile, is: 'less', value: new Date(end.getTime() + 1).toISOString() } as const];
  return [];
}

/** With what no address says: the kinds of address of its channel. */
export interface AskedSearch extends ContactSearch {
  types?: readonly string[] | undefined;
}

/** Somebody may have several addresses: one that is in another state is enough. */
function inOtherState({ state_not, types = [] }: AskedSearch) {
  if (!state_not || types.length === 0) return [];
  const state = endpointStates.filter((each) => each !== state_not);
  return [{ any: types.map((identifier) => ({ identifier, state })) }];
}

/** The parameters of `GET /v1/profiles` that ask for it. */
export function queryOf(search: AskedSearch) {
  const conditions = [
    ...parseWhere(search.where),
    ...inOtherState(search),
    ...period('created_at', search.created_from, search.created_to),
    ...period('updated_at', search.updated_from, search.updated_to),
  ];
  return {
    q: search.q,
    segment: search.segment,
    category: search.category,
    subscription: search.subscription,
    channel: search.channel,
    state: search.state,
    reason: search.reason,
    source: search.source,
    tag: search.tag,
    known: search.known,
    condition: conditions.length > 0 ? JSON.stringify({ all: conditions }) : undefined,
    sort: search.sort,
  };
}
