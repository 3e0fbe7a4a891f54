// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { daysOf, filterNames, queryOf, validateActivitySearch } from './search';

describe('an address of the activity', () => {
  it('keeps nothing that it does not know, or that does not fit', () => {
    const raw = { kind: 'spam', status: 'shown', period: '13', from: 'yesterday', to: '2026-13-01', by: 'age', channel: 'x'.repeat(60), a: 'b' };
    expect(validateActivitySearch(raw)).toEqual({});
  });

  it('says of what it drops that it is not there, or the router would put it back', () => {
    for (const name of filterNames) expect(validateActivitySearch({ [name]: '<b>' })).toHaveProperty(name);
  });

  it('has no status of what has none, and no days beside a period', () => {
    expect(validateActivitySearch({ kind: 'events', status: 'read' })).toEqual({ kind: 'events' });
    expect(validateActivitySearch({ period: '7', from: '2026-11-01' })).toEqual({ period: '7' });
  });
});

describe('what is asked of the server', () => {
  it('takes whole days of the viewer', () => {
    const query = queryOf({ kind: 'campaigns', from: '2026-11-01', to: '2026-11-02' });
    expect(query).toEqual({
      kind: 'message',
      channel: undefined,
      status: undefined,
      from: new Date('2026-11-01T00:00:00').toISOString(),
      to: new Date('2026-11-03T00:00:00').toISOString(),
    });
  });

  it('counts the days of a period up to today', () => {
    const query = queryOf({ period: '7' }, new Date('2026-11-20T10:00:00'));
    expect(query.from).toBe(new Date('2026-11-14T00:00:00').toISOString());
    expect(query.to).toBeUndefined();
  });
});

it('a chart begins with the first day on which something was, unless a period says another', () => {
  expect(daysOf({ to: '2026-11-05T00:00:00.000Z' }, [{ day: '2026-11-02' }])).toEqual({ from: '2026-11-02', to: '2026-11-04' });
  expect(daysOf({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-05T00:00:00.000Z' }, [])).toEqual({ from: '2026-11-01', to: '2026-11-04' });
});
