// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Language } from '../../i18n/languages';
import { setLanguage } from '../../i18n/store';
import { renderPart } from '../../testing/render';
import type { Activity } from './activity';
import { RepeatNote } from './RepeatNote';

type Repeat = NonNullable<Activity['repeat']>;

const causes = ['storage_cleared', 'other_browser', 'unknown'] as const satisfies readonly Repeat['cause'][];

function said(repeat: Repeat): string {
  return renderPart(<RepeatNote repeat={repeat} />).container.querySelector('p')?.textContent ?? '';
}

describe('why a widget came again', () => {
  it.each([
    ['storage_cleared', 'the browser had forgotten the earlier display'],
    ['other_browser', 'the person used another browser or device'],
    ['unknown', 'Why is not known'],
  ] as const)('is said of %s', (cause, words) => {
    expect(said({ allowed: 'once', shown: 2, cause })).toContain(words);
  });

  it.each([
    ['once', 'may be shown to a person once. This was display number 3.'],
    ['session', 'once during a visit. This was display number 3 of the same visit.'],
    ['1 days', 'once in 1 day. This was display number 3 in that time.'],
    ['14 days', 'once in 14 days. This was display number 3 in that time.'],
    ['<b>2 per hour</b>', 'more often than allowed (<b>2 per hour</b>). This was display number 3.'],
  ])('begins with what was allowed: %s', (allowed, words) => {
    expect(said({ allowed, shown: 3, cause: 'unknown' })).toContain(words);
  });

  it.each<Language>(['uk', 'ar'])('has words for all of it in %s', async (language) => {
    await setLanguage(language);
    for (const cause of causes) {
      for (const allowed of ['once', 'session', '7 days', 'else']) expect(said({ allowed, shown: 2, cause })).not.toMatch(/repeat\.|\{/);
    }
  });
});
