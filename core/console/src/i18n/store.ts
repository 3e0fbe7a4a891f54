// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { isFirst } from './first_texts';
import { languages, rememberLanguage, type Language } from './languages';
import type { Catalogue } from './message';

const files = import.meta.glob<Catalogue>(['../*/messages/*.json', '../features/*/messages/*.json'], {
  import: 'default',
});

interface State {
  language: Language;
  catalogues: ReadonlyMap<string, Catalogue>;
}

let state: State = { language: 'en', catalogues: new Map() };
/** While texts are on their way that some screens need. */
let rest: Promise<void> | undefined;
let failure: unknown;
const listeners = new Set<() => void>();

async function load(language: Language, isWanted: (feature: string) => boolean): Promise<Map<string, Catalogue>> {
  const catalogues = new Map<string, Catalogue>();
  await Promise.all(
    Object.entries(files).map(async ([path, read]) => {
      const feature = path.split('/').at(-3) ?? '';
      if (path.endsWith(`/messages/${language}.json`) && isWanted(feature)) catalogues.set(feature, await read());
    }),
  );
  return catalogues;
}

function show(next: State): void {
  state = next;
  document.documentElement.lang = next.language;
  document.documentElement.dir = languages[next.language].direction;
  for (const listener of listeners) listener();
}

/** The page goes on in the language that it had until all texts are there. */
export async function setLanguage(language: Language): Promise<void> {
  show({ language, catalogues: await load(language, () => true) });
}

/** Until the texts of the first screen are there; the others come by themselves. */
export async function startLanguage(language: Language): Promise<void> {
  show({ language, catalogues: await load(language, isFirst) });
  rest = load(language, (feature) => !isFirst(feature)).then(
    (more) => {
      rest = undefined;
      // Whoever chose another language meanwhile has all of that one.
      if (state.language === language) show({ language, catalogues: new Map([...state.catalogues, ...more]) });
    },
    (error: unknown) => {
      rest = undefined;
      failure = error;
    },
  );
}

/** A screen whose texts are on their way waits for them: as React wants it, by a promise that is thrown. */
export function waitForTexts(feature: string): void {
  if (state.catalogues.has(feature)) return;
  if (rest) throw rest;
  if (failure) throw failure;
}

export async function chooseLanguage(language: Language): Promise<void> {
  await setLanguage(language);
  rememberLanguage(language);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentState(): State {
  return state;
}

export function useLanguageState(): State {
  return useSyncExternalStore(subscribe, currentState);
}
