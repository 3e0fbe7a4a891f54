// SPDX-License-Identifier: Apache-2.0
import { useDebouncedValue } from '@mantine/hooks';
import { isListable, otherwiseWritten, suggestionsFor, unlistable, useKnownTags, type KnownTag } from './tags';

interface Asked {
  value: string;
  several: boolean;
  without: readonly string[];
  isFirst: boolean;
  /** Nothing is asked of the server before. */
  isUsed: boolean;
}

/** There is one that differs in capitals alone. */
export interface OtherTag extends KnownTag {
  /** Of which of several this is said. */
  index: number;
  /** As it would stand with it. */
  instead: string;
}

export interface TagHelp {
  /** What may be meant, by how it would stand then. */
  offered: ReadonlyMap<string, KnownTag>;
  others: readonly OtherTag[];
  /** What may be meant and can't stand among several. */
  withComma: readonly KnownTag[];
}

/** Long enough for the next letter of who types fast, short enough not to be waited for. */
const pause = 120;

const partsOf = (value: string, several: boolean) => (several ? value.split(',') : [value]);
const trimmed = (parts: readonly string[]) => parts.map((part) => part.trim());

/** What helps whoever types a tag, or several. */
export function useTagHelp({ value, several, without, isFirst, isUsed }: Asked): TagHelp {
  const parts = partsOf(value, several);
  const texts = trimmed(parts);
  const typed = texts.at(-1) ?? '';
  const [settled] = useDebouncedValue(value, pause);
  const asked = trimmed(partsOf(settled, several)).filter((text, index, { length }) => text !== '' || (index === length - 1 && !isFirst));
  const known = useKnownTags(isUsed ? asked : []);
  const listable = several ? known.filter(({ tag }) => isListable(tag)) : known;
  const taken = new Set([...without, ...texts.slice(0, -1)]);
  const suggested = typed === '' && isFirst ? [] : suggestionsFor(listable, typed).filter(({ tag }) => !taken.has(tag));
  const withTag = (tag: string, index: number) => parts.map((part, at) => (at !== index ? part : at > 0 ? ` ${tag}` : tag)).join(',');
  return {
    offered: new Map(suggested.map((each) => [withTag(each.tag, parts.length - 1), each])),
    others: texts.flatMap((text, index) => {
      const other = otherwiseWritten(known, text);
      return other ? [{ ...other, index, instead: withTag(other.tag, index) }] : [];
    }),
    withComma: several ? unlistable(known, texts) : [],
  };
}
