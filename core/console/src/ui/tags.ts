// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQueries } from '@tanstack/react-query';
import { api } from '../api/client';

export interface KnownTag {
  tag: string;
  /** How many people have it, or of how many at least that is known. */
  count: number;
  at_least: boolean;
}

/** So many of each beginning, and so many that are offered. */
const read = 50;
const offered = 20;

const casesOf = (character: string) => [...new Set([character, character.toLowerCase(), character.toUpperCase()])];
const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
const folded = (text: string) => text.toLowerCase();

/** The server looks for a beginning exactly as it is written: the first two characters are asked for in each case. */
export function beginningsOf(text: string): string[] {
  const [first = '', second = ''] = [...text];
  return [...new Set(casesOf(first).flatMap((a) => casesOf(second).map((b) => a + b)))];
}

/** Where more begin so than are read, the whole of it as people mostly write it. */
const spellingsOf = (text: string) => [...new Set([text, text.toLowerCase(), text.toUpperCase(), titled(text)])];

const pageOf = (beginning: string) =>
  queryOptions({
    queryKey: ['tags', beginning],
    queryFn: ({ signal }) => api.get('/v1/tags', { query: { limit: read, ...(beginning && { q: beginning }) }, signal }),
    staleTime: 60_000,
  });

/** The tags that there are and that begin as one of these texts does, in capitals or not. */
export function useKnownTags(texts: readonly string[]): KnownTag[] {
  const beginnings = [...new Set(texts.flatMap(beginningsOf))];
  const pages = useQueries({ queries: beginnings.map(pageOf) });
  const cut = beginnings.filter((_, index) => pages[index]?.data?.next_cursor);
  const longer = texts.filter((text) => cut.some((beginning) => folded(text).startsWith(folded(beginning)) && text !== beginning));
  const rest = useQueries({ queries: [...new Set(longer.flatMap(spellingsOf))].map(pageOf) });
  const all = [...pages, ...rest].flatMap(({ data }) => data?.items ?? []);
  return [...new Map(all.map((each) => [each.tag, each])).values()];
}

/** One that is written otherwise in its capitals alone, that most people have; none if what was typed is a tag itself. */
export function otherwiseWritten(known: readonly KnownTag[], typed: string): KnownTag | undefined {
  if (!typed || known.some(({ tag }) => tag === typed)) return undefined;
  return known.filter(({ tag }) => folded(tag) === folded(typed)).sort((a, b) => b.count - a.count)[0];
}

/** Whether it can stand among others with commas between them. */
export const isListable = (tag: string) => !tag.includes(',');

/** What may be meant by what was typed: the same in other capitals first, then by the alphabet. */
export function suggestionsFor(known: readonly KnownTag[], typed: string): KnownTag[] {
  const isSame = ({ tag }: KnownTag) => folded(tag) === folded(typed);
  const found = known.filter(({ tag }) => tag !== typed && folded(tag).startsWith(folded(typed)));
  const order = (a: KnownTag, b: KnownTag) =>
    Number(isSame(b)) - Number(isSame(a)) || (isSame(a) ? b.count - a.count : a.tag.localeCompare(b.tag));
  return found.sort(order).slice(0, offered);
}

/** So many are told of. */
const told = 3;
const spaced = (parts: readonly string[]) => folded(parts.map((part) => part.trim()).join(','));

/** Tags that may be meant by what stands between commas, and that can't stand there themselves: they have a comma. */
export function unlistable(known: readonly KnownTag[], texts: readonly string[]): KnownTag[] {
  const ends = texts.map((_, at) => spaced(texts.slice(at))).filter(Boolean);
  const isMeant = (tag: string) => ends.some((end) => tag.startsWith(end) || end.startsWith(`${tag},`));
  return known.filter(({ tag }) => !isListable(tag) && isMeant(spaced(tag.split(',')))).slice(0, told);
}
