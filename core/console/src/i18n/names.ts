// SPDX-License-Identifier: Apache-2.0

/** The name in the language of the page, else in English, else in any; else the key. */
export function nameIn(names: Record<string, string>, language: string, key: string): string {
  const region = Object.keys(names).find((tag) => tag.startsWith(`${language}-`));
  return names[language] ?? (region && names[region]) ?? names.en ?? Object.values(names)[0] ?? key;
}
