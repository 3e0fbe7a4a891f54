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

const pageOf = (beginning: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['tags', beginning],
    queryFn: ({ signal }) => api.get('/v1/tags', { query: { limit: read, ...(beginning && { q: beginning }) }, signal }),
    staleTime: 60_000,
    enabled,
  });

/** Of several, so many that were typed last are asked for: of a long list that is pasted each would be many questions at once. */
const asked = 3;

/** Of these texts, what each begins with, and whether it is asked for; of the others what is known already is told. */
function useTagsOf(texts: readonly string[], last: readonly string[], startsOf: (text: string) => string[]) {
  const wanted = new Set(last.flatMap(startsOf));
  const beginnings = [...new Set(texts.flatMap(startsOf))];
  const pages = useQueries({ queries: beginnings.map((each) => pageOf(each, wanted.has(each))) });
  return beginnings.map((beginning, index) => ({ beginning, page: pages[index]?.data }));
}

/** The tags that there are and that begin as one of these texts does, in capitals or not. */
export function useKnownTags(texts: readonly string[]): KnownTag[] {
  const last = texts.slice(-asked);
  const pages = useTagsOf(texts, last, beginningsOf);
  const cut = pages.filter(({ page }) => page?.next_cursor).map(({ beginning }) => beginning);
  const isCut = (text: string) => cut.some((beginning) => folded(text).startsWith(folded(beginning)) && text !== beginning);
  const rest = useTagsOf(texts.filter(isCut), last.filter(isCut), spellingsOf);
  const all = [...pages, ...rest].flatMap(({ page }) => page?.items ?? []);
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
