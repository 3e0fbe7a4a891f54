// SPDX-License-Identifier: Apache-2.0

/** Each under the name that its own readers know it by. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  uk: { name: 'Українська', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;

export type Language = keyof typeof languages;
export const languageCodes = Object.keys(languages) as Language[];

const storageKey = 'kith.language';

function isLanguage(code: string | null | undefined): code is Language {
  return languageCodes.includes(code as Language);
}

/** The one that was chosen, else the first of the browser's that there is, else English. */
export function initialLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  const wanted = navigator.languages.map((tag) => tag.split('-')[0]);
  return wanted.find(isLanguage) ?? 'en';
}

/**
 * How dates and numbers are written: as in the first of the browser's tags that is of this language (`en-GB`), with the
 * digits of the language and the calendar that the API counts in.
 */
export function localeOf(language: Language, wanted: readonly string[] = navigator.languages): string {
  const { numberingSystem } = new Intl.NumberFormat(language).resolvedOptions();
  for (const tag of wanted) {
    try {
      const locale = new Intl.Locale(tag, { numberingSystem, calendar: 'gregory' });
      if (locale.language === language) return locale.toString();
    } catch {
      // A browser may say what is no tag.
    }
  }
  return language;
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}
