// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { personName } from '../../ui/person_name';
import { peopleOf, type People, type Person } from './people';

const choice = (key: string, value: string | null, from: string, instead_of?: string, instead_of_from?: string) => ({
  key, value, from, why: 'newer' as const, ...(instead_of !== undefined && { instead_of, instead_of_from }),
});
const named = (id: string, first_name: string): Person => ({ id, first_name, last_name: null, identifiers: [] });
const nobody: People = new Map();
const namesOf = (choices: ReturnType<typeof choice>[], people: People = nobody) =>
  peopleOf({ survivor: 'A', absorbed: 'B', choices }, people).map(personName);

describe('the two of a merge', () => {
  it('are called what they are called now', () => {
    const people = new Map([['A', named('A', 'Ann')], ['B', named('B', 'Bea')]]);
    expect(namesOf([choice('first_name', 'Old', 'A')], people)).toEqual(['Ann', 'Bea']);
  });

  it('keep the name that one of them had before, whichever was chosen', () => {
    const people = new Map([['A', named('A', 'Ann')]]);
    expect(namesOf([choice('first_name', 'Ann', 'A', 'Anna', 'B'), choice('last_name', 'Baker', 'B', 'Archer', 'A')], people)).toEqual(['Ann', 'Anna Baker']);
  });

  it('are told apart also where a value was said under an id that is shown no more', () => {
    expect(namesOf([choice('first_name', 'Ann', 'A', 'Anna', 'older')])).toEqual(['Ann', 'Anna']);
    expect(namesOf([choice('first_name', 'Ann', 'older', 'Anna', 'B')])).toEqual(['Ann', 'Anna']);
  });

  it('are their ids where nothing names them, or the name was cleared', () => {
    expect(namesOf([])).toEqual(['A', 'B']);
    expect(namesOf([choice('first_name', null, 'B', 'Ann', 'A')])).toEqual(['Ann', 'B']);
    expect(namesOf([choice('first_name', 'Ann', 'A')])).toEqual(['Ann', 'B']);
  });
});
