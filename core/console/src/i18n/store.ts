// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
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
const listeners = new Set<() => void>();

async function load(language: Language): Promise<Map<string, Catalogue>> {
  const catalogues = new Map<string, Catalogue>();
  const own = Object.entries(files).filter(([path]) => path.endsWith(`/messages/${language}.json`));
  await Promise.all(
    own.map(async ([path, read]) => {
      catalogues.set(path.split('/').at(-3) ?? '', await read());
    }),
  );
  return catalogues;
}

/** The page goes on in the language that it had until all texts are there. */
export async function setLanguage(language: Language): Promise<void> {
  const catalogues = await load(language);
  state = { language, catalogues };
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language].direction;
  for (const listener of listeners) listener();
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
