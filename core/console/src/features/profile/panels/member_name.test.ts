// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { wordsOfKey } from './member_name';

it.each([
  ['value', 'Value'],
  ['last_seen_at', 'Last seen at'],
  ['lastSeenAt', 'Last seen at'],
  ['LAST-seen.at', 'LAST seen at'],
  ['deviceID', 'Device ID'],
  ['_', '_'],
  ['', ''],
  ['<img src=x>', '<img src=x>'],
  ['имя_поля', 'имя_поля'],
])('of the key “%s” the words are “%s”', (key, words) => {
  expect(wordsOfKey(key)).toBe(words);
});
