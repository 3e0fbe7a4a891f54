// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { isAlso, navigation } from './navigation';

const also = (path: string) => navigation.flatMap(({ entries }) => entries).filter((entry) => isAlso(entry, path)).map(({ text }) => text);

describe('the entry of a screen whose address begins otherwise', () => {
  it.each([
    ['/duplicates/a/b', 'nav.conflicts'],
    ['/settings/field-groups', 'nav.fields'],
    ['/settings/new-field', 'nav.fields'],
    ['/settings/new-field-group', 'nav.fields'],
    ['/settings/new-category', 'nav.categories'],
    ['/settings/new-person', 'nav.people'],
  ])('is marked on %s', (path, text) => expect(also(path)).toEqual([text]));

  it.each(['/account', '/contacts', '/settings/keys', '/duplicates'])('is none on %s', (path) => expect(also(path)).toEqual([]));
});
