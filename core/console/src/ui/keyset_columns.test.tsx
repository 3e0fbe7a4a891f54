// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render';
import { stacked } from './keyset_columns';
import { KeysetTable, type Column } from './KeysetTable';

type Row = { id: string };

function column(id: string, narrow?: Column<Row>['narrow']): Column<Row> {
  return { id, header: id, width: 200, cell: (row) => `${id} of ${row.id}`, ...(narrow && { narrow }) };
}

const idsOf = (lines: Column<Row>[][]) => lines.map((line) => line.map(({ id }) => id));

function renderTable(isNarrow: boolean) {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: isNarrow && query === '(max-width: 30rem)',
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }));
  return renderPart(
    <KeysetTable
      label="Addresses"
      columns={[column('address', { line: 1 }), column('type'), column('state', { line: 2, width: 90 })]}
      rows={[{ id: 'a' }, { id: 'b' }]}
      rowId={(row) => row.id}
      rowLabel={(row) => row.id}
      hasMore={false}
      isLoadingMore={false}
      onLoadMore={() => undefined}
    />,
  );
}

describe('the two lines of a row', () => {
  it('are the first column and the others where nothing else is said', () => {
    expect(idsOf(stacked([column('a'), column('b'), column('c')]))).toEqual([['a'], ['b', 'c']]);
  });

  it('begin with what has a place, and end with what has none', () => {
    const columns = [column('a', { line: 2 }), column('b'), column('c', { line: 1, width: 90 }), column('d', { line: 1 })];
    expect(idsOf(stacked(columns))).toEqual([['c', 'd'], ['a', 'b']]);
    expect(stacked(columns)[0]?.map(({ width }) => width)).toEqual([90, 200]);
  });

  it('may have widths that follow the screen', () => {
    const seen = column('a', { line: 1, width: 'var(--kith-seen-width)' });
    expect(stacked([seen])[0]?.map(({ width }) => width)).toEqual(['var(--kith-seen-width)']);
  });

  it('keep to the widths that they have on such a screen', () => {
    const grows = { ...column('a', { line: 1, width: 90 }), grows: true };
    expect(stacked([grows])[0]?.map((each) => each.grows)).toEqual([false]);
    expect(stacked([{ ...grows, narrow: { line: 1 } as const }])[0]?.map((each) => each.grows)).toEqual([true]);
  });
});

describe('a table', () => {
  it.each([
    ['wide', false, ['address of b', 'type of b', 'state of b'], 'translateY(48px)'],
    ['narrow', true, ['address of b', 'state of b', 'type of b'], 'translateY(72px)'],
  ] as const)('on a %s screen has every cell, in rows of one height', (_, isNarrow, cells, place) => {
    renderTable(isNarrow);
    const row = screen.getByRole('row', { name: 'b' });
    expect(within(row).getAllByRole('gridcell').map((cell) => cell.textContent)).toEqual(cells);
    expect(row.style.transform).toBe(place);
    expect(screen.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(cells.map((cell) => cell.split(' ')[0]));
  });
});
