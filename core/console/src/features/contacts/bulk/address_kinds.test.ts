// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { kindsOf } from './address_kinds';

it('a table has the kinds that people are written to or called by, and can have the others', () => {
  const plugins = [{ identifier_types: ['phone', 'viber', 'loyalty_card'] }, { identifier_types: ['push_token', 'device_id'] }];
  const channels = [{ endpoint_types: ['viber', 'email'] }, { endpoint_types: ['push_token', 'web_push'] }];
  expect(kindsOf(plugins, channels)).toEqual({
    all: ['email', 'phone', 'device_id', 'external_id', 'loyalty_card', 'push_token', 'viber', 'web_push'],
    usual: ['email', 'phone', 'viber'],
  });
});

it('a kind that no plugin has is no column', () => {
  expect(kindsOf([], [])).toEqual({ all: ['external_id'], usual: [] });
});
