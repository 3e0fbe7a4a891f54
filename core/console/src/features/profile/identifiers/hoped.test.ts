// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { at, emailOf, personOf } from '../../../testing/person';
import type { Profile } from '../profile';
import { withIdentifier, withLifted, withState } from './hoped';

const address = { type: 'email', value: 'ann@example.com' };
const entry = (state: string) => ({ state, reason: 'r', detail: null, since: at, until: null, evidence: null, lifted: null });
const person = (...states: string[]) => personOf({ identifiers: [emailOf(address.value, states.map(entry)), emailOf('other@example.com')] }) as unknown as Profile;
const shown = (profile: Profile) => {
  const endpoint = profile.identifiers[0]?.endpoint;
  return [endpoint?.state, endpoint?.states.filter((each) => !each.lifted).map((each) => each.state).join()];
};

describe('what is shown ahead of an address', () => {
  it.each([
    ['lifts that state alone', withLifted(address, 'blacklisted', 'r', null), ['blacklisted', 'unsubscribed'], ['unsubscribed', 'unsubscribed']],
    ['lifts all that the person said by a proof', withLifted(address, 'unsubscribed', 'r', 'letter'), ['complained', 'unsubscribed', 'blacklisted'], ['blacklisted', 'blacklisted']],
    ['is active once nothing stands', withLifted(address, 'blacklisted', 'r', null), ['blacklisted'], ['active', '']],
    ['is the strictest', withState(address, { state: 'unsubscribed', reason: 'r' }), ['complained'], ['complained', 'unsubscribed,complained']],
    ['has what stands once', withState(address, { state: 'blacklisted', reason: 'r' }), ['blacklisted'], ['active', 'blacklisted']],
    ['lifts nothing that the person said', withState(address, { state: 'active', reason: 'r' }), ['blacklisted', 'unconfirmed', 'complained'], ['complained', 'complained']],
    ['leaves to the server when one failure ends', withState(address, { state: 'blocked', reason: 'r' }), [], ['active', '']],
    ['is not blocked by what is over', withState(address, { state: 'blocked', reason: 'r', until: '2020-01-01T00:00:00Z' }), [], ['active', '']],
    ['is blocked until then', withState(address, { state: 'blocked', reason: 'r', until: '2999-01-01T00:00:00Z' }), [], ['blocked', 'blocked']],
  ])('%s', (_, hope, before, after) => {
    const next = hope(person(...before));
    expect(shown(next)).toEqual(after);
    expect(next.identifiers[1]).toEqual(person().identifiers[1]);
  });

  it('is of no channel where it had no states', () => {
    const bare = personOf({ identifiers: [{ ...emailOf(address.value), endpoint: null }] }) as unknown as Profile;
    expect(withState(address, { state: 'blacklisted', reason: 'r' })(bare).identifiers[0]?.endpoint).toMatchObject({ channel: null, state: 'blacklisted' });
  });

  it('stands once, as it was given too', () => {
    const given = personOf({ identifiers: [{ ...emailOf(address.value), given: 'Ann@Example.com' }] }) as unknown as Profile;
    for (const value of [address.value, 'Ann@Example.com']) expect(withIdentifier({ type: 'email', value })(given)).toBe(given);
    expect(withIdentifier({ type: 'phone', value: address.value })(given).identifiers).toHaveLength(2);
  });
});
