// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Schema } from '../../api/types';
import { matches } from './search';

const field = { key: 'first_name', names: {}, type: 'text', group: 'personal' } as Schema<'Field'>;

it('a field is found by its key, and by the name that is shown for it', () => {
  expect(matches(field, { q: 'last' }, 'First name')).toBe(false);
  expect(matches(field, { q: 'first_' }, 'First name')).toBe(true);
  expect(matches(field, { q: 'first n' }, 'First name')).toBe(true);
});
