// SPDX-License-Identifier: Apache-2.0

/** A section as it stands in the window now. */
export interface Box {
  id: string;
  /** Columns beside each other, and what stands below them, by their order. */
  column: number;
  top: number;
  bottom: number;
}

/** What the header and the row of the jumps may cover. */
const covered = 100;

/** Where a section ends: the gap below it is its own, up to the next one of its column. */
function endOf(box: Box, next: Box | undefined): number {
  return next?.column === box.column ? Math.max(box.bottom, next.top) : box.bottom;
}

/**
 * The section that is read: the one that was jumped to as long as some of it is seen, since the last ones never come up
 * to the top; else the one a third down the window, in the first column that has one there. Between the columns and what
 * stands below them it is the one that reaches down furthest.
 */
export function sectionAt(boxes: readonly Box[], height: number, jumped: string | undefined): string | undefined {
  const target = boxes.find((box) => box.id === jumped);
  if (target && target.bottom > covered && target.top < height) return target.id;
  const line = height / 3;
  const at =
    boxes.find((box, index) => box.top <= line && endOf(box, boxes[index + 1]) > line) ??
    boxes.filter((box) => box.top <= line).sort((a, b) => b.bottom - a.bottom)[0];
  return (at ?? boxes[0])?.id;
}
