// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { QueryKey } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { Icon } from './Icon';
import classes from './KeysetTable.module.css';
import { narrowScreen, stacked } from './keyset_columns';
import { useProblemText } from './problem_text';
import { useScrollPlace } from './scroll_place';
import { useText } from './text';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Pixels, or a length of CSS; a column that grows takes a share of what is left over. */
  width: number | string;
  grows?: boolean;
  /**
   * Its place and width on a narrow screen, where a row has two lines: those that have none follow those that do. If
   * none has, the first column stands alone in the first line. `var(--kith-seen-width)` is what is seen of a line.
   */
  narrow?: { line: 1 | 2; width?: number | string };
  sort?: { direction: 'ascending' | 'descending' | 'none'; onSort: () => void };
}

export interface Selection {
  ids: ReadonlySet<string>;
  onChange: (ids: ReadonlySet<string>) => void;
}

interface Paging {
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Of the page that could not be read. */
  moreError?: unknown;
  onLoadMore: () => void;
}

interface Shown<Row> {
  /** What the table is of, for those who hear it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** What a row is called: of its check box, and of the row. */
  rowLabel: (row: Row) => string;
  /** How many there are in all, if that is known. */
  total?: number | undefined;
  selection?: Selection;
  onOpen?: (row: Row) => void;
  /** What is to be said where the rows end, if they are not all. */
  end?: string | undefined;
  /** Under this it keeps where it was scrolled to, for who comes back to it. */
  place?: QueryKey;
}

/** What is read page by page says all of its paging; what is there whole, nothing. */
type KeysetTableProps<Row> = Shown<Row> & (Paging | Partial<Record<keyof Paging, undefined>>);

/** As `tokens.css` has them. */
const rowHeights = { wide: 48, narrow: 72 };
/** So many rows before the end the next page is asked for: nobody scrolls as far as its answer takes. */
const readAhead = 60;
const selectWidth = 48;

/** A click on these is theirs; one that ends a marking of text opens nothing either. */
function isOnControl(event: MouseEvent): boolean {
  const target = event.target as Element;
  if (target.closest('a, button, input, label, select, textarea, [role="menuitem"]')) return true;
  return (window.getSelection()?.toString() ?? '') !== '';
}

function lengthOf(width: number | string): string {
  return typeof width === 'number' ? `${width}px` : width;
}

function toggled(ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function SelectAll<Row>({ rows, rowId, selection }: Pick<KeysetTableProps<Row>, 'rows' | 'rowId'> & { selection: Selection }) {
  const t = useText();
  const chosen = rows.filter((row) => selection.ids.has(rowId(row))).length;
  return (
    <span role="columnheader" className={classes.select}>
      <Checkbox
        aria-label={t('table.selectLoaded')}
        checked={chosen > 0 && chosen === rows.length}
        indeterminate={chosen > 0 && chosen < rows.length}
        onChange={() => selection.onChange(chosen === rows.length ? new Set() : new Set(rows.map(rowId)))}
      />
    </span>
  );
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const { sort } = column;
  const icon = sort?.direction === 'ascending' ? 'arrowUp' : 'arrowDown';
  return (
    <div
      role="columnheader"
      className={`${classes.cell} ${column.grows ? classes.grows : ''}`}
      style={{ width: column.width }}
      aria-sort={sort?.direction}
    >
      {sort ? (
        <button type="button" className={classes.sort} onClick={sort.onSort}>
          {column.header}
          {sort.direction !== 'none' && <Icon name={icon} size={14} />}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}

/** What a row holds beside its check box: on a narrow screen two lines, one below the other. */
function Lines<Row>({ lines, cell }: { lines: readonly (readonly Column<Row>[])[]; cell: (column: Column<Row>) => ReactNode }) {
  const cellsOf = (columns: readonly Column<Row>[]) => columns.map((column) => <Fragment key={column.id}>{cell(column)}</Fragment>);
  if (lines.length === 1) return <>{cellsOf(lines[0] ?? [])}</>;
  return (
    <div className={classes.stack}>
      {lines.map((columns, index) => (
        <div key={index} className={classes.part}>
          {cellsOf(columns)}
        </div>
      ))}
    </div>
  );
}

/**
 * A list of any length, of which only what is seen is in the page. A click on any blank space of a row opens it;
 * with the keyboard: arrows, Page Up and Down, Home and End move, Enter opens, Space selects.
 */
export function KeysetTable<Row>(props: KeysetTableProps<Row>) {
  const { rows, columns, rowId, selection, hasMore = false, isLoadingMore = false, moreError, onLoadMore } = props;
  const t = useText();
  const say = useProblemText();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  /** The row that is to have the focus, as soon as it is in the page. */
  const focusNext = useRef<number | null>(null);
  const isNarrow = useMediaQuery(narrowScreen, false, { getInitialValueInEffect: false });
  const rowHeight = isNarrow ? rowHeights.narrow : rowHeights.wide;
  const lines = useMemo<readonly (readonly Column<Row>[])[]>(() => (isNarrow ? stacked(columns) : [columns]), [isNarrow, columns]);
  const current = Math.min(active, Math.max(rows.length - 1, 0));

  const initialOffset = useScrollPlace(props.place, scroller);
  const virtualizer = useVirtualizer({
    initialOffset,
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 15,
    getItemKey: (index) => rowId(rows[index] as Row),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && !isLoadingMore && !moreError && last >= rows.length - readAhead) onLoadMore?.();
  }, [hasMore, isLoadingMore, moreError, last, rows.length, onLoadMore]);

  useEffect(() => {
    if (focusNext.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${focusNext.current}"]`);
    if (row) {
      focusNext.current = null;
      row.focus({ preventScroll: true });
    }
  });

  function moveTo(index: number) {
    const target = Math.max(0, Math.min(index, rows.length - 1));
    focusNext.current = target;
    setActive(target);
    virtualizer.scrollToIndex(target);
  }

  function onKeyDown(event: KeyboardEvent, focused: number) {
    if (event.target !== event.currentTarget) return;
    // The next key may be there before the row that the last one went to is in the page.
    const index = Math.min(focusNext.current ?? focused, rows.length - 1);
    const row = rows[index];
    if (row === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter') props.onOpen?.(row);
    else if (event.key === ' ' && selection) selection.onChange(toggled(selection.ids, rowId(row)));
    else return;
    event.preventDefault();
  }

  const known = hasMore ? (props.total ?? -1) : rows.length;
  const width = lines.map((line) => `calc(${[selection ? selectWidth : 0, ...line.map((column) => column.width)].map(lengthOf).join(' + ')})`);
  const isEnd = !hasMore && !moreError && props.end !== undefined;
  const hasFoot = hasMore || Boolean(moreError);
  // Sentences take more than one line on a narrow screen.
  const footHeight = isEnd ? 2 * rowHeight : hasFoot ? rowHeight : 0;

  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={known < 0 ? -1 : known + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={isLoadingMore}
        data-narrow={isNarrow || undefined}
        className={classes.grid}
      >
        <div role="rowgroup" className={classes.header}>
          <div role="row" aria-rowindex={1} className={classes.line} style={{ width: `max(100%, ${width.join(', ')})` }}>
            {selection && <SelectAll rows={rows} rowId={rowId} selection={selection} />}
            <Lines lines={lines} cell={(column) => <Heading column={column} />} />
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() + footHeight }}
        >
          {shown.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = rowId(row);
            const isSelected = selection?.ids.has(id);
            return (
              <div
                key={id}
                role="row"
                tabIndex={item.index === current ? 0 : -1}
                data-index={item.index}
                data-opens={props.onOpen ? true : undefined}
                aria-rowindex={item.index + 2}
                aria-selected={isSelected}
                aria-label={props.rowLabel(row)}
                className={`${classes.line} ${classes.row}`}
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={() => {
                  focusNext.current = null;
                  setActive(item.index);
                }}
                onKeyDown={(event) => onKeyDown(event, item.index)}
                onClick={(event) => {
                  if (!isOnControl(event)) props.onOpen?.(row);
                }}
              >
                {selection && (
                  <span role="gridcell" className={classes.select}>
                    <Checkbox
                      tabIndex={-1}
                      aria-label={t('table.select', { name: props.rowLabel(row) })}
                      checked={isSelected ?? false}
                      onChange={() => selection.onChange(toggled(selection.ids, id))}
                    />
                  </span>
                )}
                <Lines
                  lines={lines}
                  cell={(column) => (
                    <div
                      role="gridcell"
                      className={`${classes.cell} ${column.grows ? classes.grows : ''}`}
                      style={{ width: column.width }}
                    >
                      {column.cell(row)}
                    </div>
                  )}
                />
              </div>
            );
          })}
        </div>
      </div>
      {(hasFoot || isEnd) && (
        <div className={classes.more} data-end={isEnd || undefined} style={{ top: rowHeight + virtualizer.getTotalSize() }} role="status">
          {moreError ? (
            <>
              <span className="foreign">{say(moreError)}</span>
              <Button size="compact-sm" variant="default" onClick={onLoadMore}>
                {t('retry')}
              </Button>
            </>
          ) : isEnd ? (
            props.end
          ) : (
            <>
              <Loader size="xs" aria-hidden />
              {t('table.more')}
            </>
          )}
        </div>
      )}
    </div>
  );
}
