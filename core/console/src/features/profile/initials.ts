// SPDX-License-Identifier: Apache-2.0

const letter = /[\p{L}\p{N}]/u;

function firstLetter(text: unknown): string {
  if (typeof text !== 'string') return '';
  return Array.from(text.slice(0, 100)).find((each) => letter.test(each)) ?? '';
}

/** Of the name, else of what else the person is called; empty if there is no letter in it. */
export function initialsOf(first: unknown, last: unknown, name: string): string {
  const own = firstLetter(first) + firstLetter(last);
  return (own || firstLetter(name)).toLocaleUpperCase();
}
