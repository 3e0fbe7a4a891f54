// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { renderPart } from '../../../testing/render';
import { useAddressState } from './address_state';
import type { Contact } from '../contact';

type Identifier = Contact['identifiers'][number];

it.each([
  ['identifying', 'active', 'Active'],
  ['identifying', 'unsubscribed', 'Unsubscribed'],
  ['claimed', 'active', 'Not verified'],
  ['claimed', 'unconfirmed', 'Not verified'],
  ['claimed', 'blacklisted', 'Blacklisted (Not verified)'],
  ['identifying', undefined, 'No channel writes there'],
] as const)('an address that is %s and %s says so in a table', async (role, state, words) => {
  function Words() {
    return <p>{useAddressState()({ role, endpoint: state ? { channel: 'email', state, reason: null } : null } as Identifier)}</p>;
  }
  expect(await renderPart(<Words />).findByText(words)).toBeTruthy();
});
