// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { fill, type Values } from './message';
import { currentState, useLanguageState, waitForTexts } from './store';

export type Translate<Key extends string> = (key: Key, values?: Values) => string;

function lookUp(feature: string, key: string, values?: Values): string {
  const { language, locale, catalogues } = currentState();
  const message = catalogues.get(feature)?.[key];
  return message === undefined ? `${feature}.${key}` : fill(language, message, values, locale);
}

/**
 * The hook of one feature's texts:
 *
 *     import type en from './messages/en.json';
 *     export const useText = textOf<typeof en>('contacts');
 */
export function textOf<English extends object>(feature: string) {
  type Key = keyof English & string;
  return function useText(): Translate<Key> {
    const { language, catalogues } = useLanguageState();
    waitForTexts(feature);
    return useCallback(
      (key: Key, values?: Values) => lookUp(feature, key, values),
      [language, catalogues],
    );
  };
}

/** A text whose key is made of data, such as a state: undefined if there is none. */
export function useOpenText(feature: string): (key: string, values?: Values) => string | undefined {
  const { language, locale, catalogues } = useLanguageState();
  waitForTexts(feature);
  return useCallback(
    (key, values) => {
      const message = catalogues.get(feature)?.[key];
      return message === undefined ? undefined : fill(language, message, values, locale);
    },
    [feature, language, locale, catalogues],
  );
}
