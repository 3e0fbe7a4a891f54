// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatOf } from './format';
import { localeOf } from './languages';

const at = '2026-11-27T09:02:00Z';

it.each([
  ['en', ['en-GB', 'en-US'], '27 Nov 2026, 09:02'],
  ['en', ['uk-UA', 'en-GB'], '27 Nov 2026, 09:02'],
  ['en', ['uk-UA', 'de'], 'Nov 27, 2026, 9:02 AM'],
  ['en', ['no tag', 'en_GB', 'en-US'], 'Nov 27, 2026, 9:02 AM'],
  ['uk', ['en-GB'], formatOf('uk').dateTime(at, 'UTC').replaceAll(/\s/g, ' ')],
] as const)('%s in a browser of %j writes dates as there', (language, wanted, text) => {
  expect(formatOf(language, localeOf(language, wanted)).dateTime(at, 'UTC').replaceAll(/\s/g, ' ')).toBe(text);
});

it.each([['ar-EG'], ['ar-SA'], ['ar-SA-u-nu-arab-ca-islamic']])('%s changes neither the digits nor the calendar', (tag) => {
  const locale = localeOf('ar', [tag]);
  expect(formatOf('ar', locale).number(1234)).toBe(formatOf('ar').number(1234));
  expect(formatOf('ar', locale).day('2026-11-27')).toContain('2026');
});
