// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { validateOverviewSearch } from './search';

it('an address of the overview says of what it drops that it is not there, or the router would put it back', () => {
  expect(validateOverviewSearch({ days: '13', by: 'age', growth: 'b', a: 'b' })).toStrictEqual({
    days: undefined,
    by: undefined,
    growth: undefined,
  });
  const kept = { days: '90', by: 'status', growth: 'source' };
  expect(validateOverviewSearch(kept)).toStrictEqual(kept);
});
