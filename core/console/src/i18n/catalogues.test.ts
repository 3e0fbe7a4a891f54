// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { languageCodes } from './languages';
import type { Catalogue, Message } from './message';

const files = import.meta.glob<Catalogue>(['../*/messages/*.json', '../features/*/messages/*.json'], {
  import: 'default',
  eager: true,
});
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\/\w+\.json$/, '')))];

function catalogue(folder: string, language: string): Catalogue {
  return files[`${folder}/${language}.json`] ?? {};
}

function namesIn(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '')))].sort();
}

/** What the API says and people don't, with the word for them beside it in `features/profile`. */
const ofTheApi: Record<string, RegExp> = {
  en: /\bobservation|\battest|\bclaimed|\bendpoint|\babsorb/i,
  uk: /спостереж|засвідч|заявлен|поглин/i,
  ar: /مُدّعى|ادعاء/,
};

/** One pair of words, wherever one reads of it: of what is put aside, of what is brought back; and what either was called else. */
const asideWords: Record<string, { aside: RegExp; back: RegExp; others: RegExp }> = {
  en: { aside: /\bput\b.*\baside\b/i, back: /\b(bring|brought)\b.*\bback\b/i, others: /\bnot now\b|\blist(ed)?\b.*\bagain\b/i },
  uk: { aside: /відкла/i, back: /поверн/i, others: /не зараз|до списку/i },
  ar: { aside: /أجيل|أُجِّل|ؤجَّل|مؤجل/, back: /إعادة/, others: /ليس الآن|إلى القائمة/ },
};

it.each(Object.entries(asideWords))('what is put aside and brought back is called so alone in %s', (language, words) => {
  const all = folders.flatMap((folder) => Object.entries(catalogue(folder, language)).map(([key, message]) => ({ folder, key, text: JSON.stringify(message) })));
  const isBack = ({ key }: { key: string }) => /aside\.back|duplicates\.restore/.test(key);
  const isAside = ({ key }: { key: string }) => /aside|dismiss/.test(key) && !key.endsWith('.explain');
  const wrong = all.filter((each) => {
    if (isBack(each)) return !words.back.test(each.text);
    if (isAside(each)) return !words.aside.test(each.text);
    return each.folder.endsWith('/conflicts') && words.others.test(each.text);
  });
  expect(wrong).toEqual([]);
  expect([all.filter(isBack).length, all.filter(isAside).length]).not.toContain(0);
});

describe.each(folders)('the messages of %s', (folder) => {
  const english = catalogue(folder, 'en');

  it.each(languageCodes)('have no key less and none more in %s', (language) => {
    expect(Object.keys(catalogue(folder, language)).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(languageCodes)('name the same values in %s', (language) => {
    for (const [key, message] of Object.entries(catalogue(folder, language))) {
      expect({ key, names: namesIn(message) }).toEqual({ key, names: namesIn(english[key] ?? '') });
    }
  });

  it.each(languageCodes)('have a form for every number, and no empty text, in %s', (language) => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [key, message] of Object.entries(catalogue(folder, language))) {
      if (typeof message === 'string') expect(message.trim(), key).not.toBe('');
      else expect(Object.keys(message).sort(), key).toEqual([...pluralCategories].sort());
    }
  });

  it.each(Object.entries(ofTheApi))('say nothing in words of the API in %s', (language, words) => {
    const said = Object.entries(catalogue(folder, language)).filter(([, message]) => words.test(JSON.stringify(message)));
    expect(said).toEqual([]);
  });
});
