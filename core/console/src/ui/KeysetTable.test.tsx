// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render';
import { KeysetTable } from './KeysetTable';

const rows = Array.from({ length: 200 }, (_, index) => `row ${index}`);
const same = (row: string) => row;

function show() {
  const onOpen = vi.fn();
  renderPart(
    <KeysetTable
      label="Rows"
      columns={[{ id: 'name', header: 'Name', width: 100, cell: same }]}
      rows={rows}
      rowId={same}
      rowLabel={same}
      onOpen={onOpen}
      hasMore={false}
      isLoadingMore={false}
      onLoadMore={() => undefined}
    />,
  );
  const first = screen.getByRole('row', { name: 'row 0' });
  first.focus();
  return { onOpen, first };
}

describe('the keyboard of a list', () => {
  it('moves the focus by one row a key', () => {
    const { onOpen, first } = show();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement?.getAttribute('aria-label')).toBe('row 1');
    fireEvent.keyDown(document.activeElement as Element, { key: 'Enter' });
    expect(onOpen.mock.calls).toEqual([['row 1']]);
  });

  it('goes on from where the last key went, though that row is not in the page yet', () => {
    const { onOpen, first } = show();
    // Without a layout nothing scrolls, and the last row never comes.
    fireEvent.keyDown(first, { key: 'End' });
    expect(document.activeElement).toBe(first);
    fireEvent.keyDown(first, { key: 'ArrowUp' });
    fireEvent.keyDown(first, { key: 'Enter' });
    expect(onOpen.mock.calls).toEqual([['row 198']]);
    fireEvent.keyDown(first, { key: 'Home' });
    fireEvent.keyDown(first, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(first);
  });

  it('forgets where the last key went once another row has the focus', () => {
    const { onOpen, first } = show();
    fireEvent.keyDown(first, { key: 'End' });
    const third = screen.getByRole('row', { name: 'row 2' });
    third.focus();
    fireEvent.keyDown(third, { key: 'Enter' });
    expect(onOpen.mock.calls).toEqual([['row 2']]);
  });
});
