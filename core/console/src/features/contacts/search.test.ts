// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../app/search_params';
import { queryOf, validateContactSearch } from './search';

describe('an address of the list', () => {
  it('keeps nothing that it does not know, or that does not fit', () => {
    const raw = {
      q: '   ',
      state: 'on fire',
      known: 'maybe',
      sort: 'shoe',
      created_from: '2026-13-45',
      created_to: 'yesterday',
      where: '{"field":"x"}',
      admin: 'true',
      tag: 'x'.repeat(500),
    };
    expect(validateContactSearch(raw)).toEqual({});
  });

  it('drops conditions that are none, and keeps the others', () => {
    const { where } = validateContactSearch({ where: '[null, 7, {"field": "tier", "is": "known"}]' });
    expect(where).toBe('[{"field":"tier","is":"known"}]');
  });

  it('means the same after it was written and read', () => {
    const search = validateContactSearch({ q: '042', known: 'any', where: '[{"field":"n","is":"equals","value":"a&b"}]' });
    expect(validateContactSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
  });
});

describe('what is asked of the server', () => {
  it('has no condition without a filter that needs one', () => {
    expect(queryOf({ tag: 'vip' }).condition).toBeUndefined();
  });

  it('takes whole days of the viewer', () => {
    const condition = JSON.parse(queryOf({ created_from: '2026-11-01', created_to: '2026-11-02' }).condition ?? '') as {
      all: { from: string; to: string }[];
    };
    expect(condition.all).toEqual([
      {
        profile: 'created_at',
        is: 'between',
        from: new Date('2026-11-01T00:00:00').toISOString(),
        to: new Date('2026-11-02T23:59:59.999').toISOString(),
      },
    ]);
  });

  it('joins fields and days', () => {
    const { condition } = queryOf({ updated_from: '2026-11-01', where: '[{"field":"tier","is":"known"}]' });
    const { all } = JSON.parse(condition ?? '') as { all: { is: string }[] };
    expect(all.map((each) => each.is)).toEqual(['known', 'greater']);
  });
});
