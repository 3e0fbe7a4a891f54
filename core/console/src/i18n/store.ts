// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { isFirst } from './first_texts';
import { languages, localeOf, rememberLanguage, type Language } from './languages';
import type { Catalogue } from './message';

const files = import.meta.glob<Catalogue>(['../*/messages/*.json', '../features/*/messages/*.json'], {
  import: 'default',
});

interface State {
  language: Language;
  /** How dates and numbers are written. */
  locale: string;
  catalogues: ReadonlyMap<string, Catalogue>;
  /** The texts of every screen are there, and not of the first alone. */
  isWhole: boolean;
}

let state: State = { language: 'en', locale: 'en', catalogues: new Map(), isWhole: false };
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

function show(next: Omit<State, 'locale'>): void {
  state = { ...next, locale: localeOf(next.language) };
  document.documentElement.lang = next.language;
  document.documentElement.dir = languages[next.language].direction;
  for (const listener of listeners) listener();
}

/** The page goes on in the language that it had until all texts are there. */
export async function setLanguage(language: Language): Promise<void> {
  show({ language, catalogues: await load(language, () => true), isWhole: true });
}

/** With the texts of the first screen alone. */
export async function startLanguage(language: Language): Promise<void> {
  show({ language, catalogues: await load(language, isFirst), isWhole: false });
}

/** The texts of the other screens: asked for by the first that needs them, or once the first one stands. */
export function loadRest(): Promise<void> {
  if (state.isWhole) return Promise.resolve();
  const { language } = state;
  rest ??= load(language, (feature) => !isFirst(feature)).then(
    (more) => {
      rest = undefined;
      // Whoever chose another language meanwhile has all of that one.
      if (state.language !== language || state.isWhole) return;
      show({ language, catalogues: new Map([...state.catalogues, ...more]), isWhole: true });
    },
    (error: unknown) => {
      rest = undefined;
      failure = error;
    },
  );
  return rest;
}

/** A screen whose texts are not there yet waits for them: as React wants it, by a promise that is thrown. */
export function waitForTexts(feature: string): void {
  if (state.isWhole || state.catalogues.has(feature)) return;
  if (failure) throw failure;
  throw loadRest();
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
