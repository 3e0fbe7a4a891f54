// SPDX-License-Identifier: Apache-2.0

/** A text with `{name}` in it, or one a plural category, chosen by `count`. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, Message>;
export type Values = Record<string, string | number>;

const plurals = new Map<string, Intl.PluralRules>();

function categoryOf(language: string, count: number): Intl.LDMLPluralRule {
  let rules = plurals.get(language);
  if (!rules) plurals.set(language, (rules = new Intl.PluralRules(language)));
  return rules.select(count);
}

/** Numbers are written as `locale` does; a value that is missing stays visible as its name. */
export function fill(language: string, message: Message, values: Values = {}, locale = language): string {
  const text =
    typeof message === 'string'
      ? message
      : (message[categoryOf(language, Number(values.count ?? 0))] ?? message.other ?? '');
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? value.toLocaleString(locale) : value;
  });
}
