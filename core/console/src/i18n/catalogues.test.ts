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
