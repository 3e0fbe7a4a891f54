// SPDX-License-Identifier: Apache-2.0

/** A section as it stands in the window now. */
export interface Box {
  id: string;
  top: number;
  bottom: number;
}

/** What the header and the row of the jumps may cover. */
const covered = 100;

/**
 * The section that is read: the one that was jumped to as long as some of it is seen, since the last ones never come up
 * to the top; else the one a third down the window.
 */
export function sectionAt(boxes: readonly Box[], height: number, jumped: string | undefined): string | undefined {
  const target = boxes.find((box) => box.id === jumped);
  if (target && target.bottom > covered && target.top < height) return target.id;
  const begun = boxes.filter((box) => box.top <= height / 3);
  const at = begun.find((box) => box.bottom > height / 3) ?? [...begun].sort((a, b) => b.top - a.top)[0];
  return (at ?? boxes[0])?.id;
}
