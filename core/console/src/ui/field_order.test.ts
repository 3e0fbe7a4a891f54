// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { byFieldOrder } from './field_order';

it('stands as a person tells it, and what is not everybody’s by name', () => {
  const names = {
    'address.country': 'Country', 'address.street': 'Street', birth_date: 'Date of birth', first_name: 'First name', gender: 'Gender',
    language: 'Language', last_name: 'Last name', middle_name: 'Middle name', time_zone: 'Time zone', x1: 'Shoe 10', x2: 'Shoe 9', a: 'Zone', z: 'Area',
  };
  const keys = Object.entries(names).map(([key, name]) => ({ key, name })).sort(byFieldOrder).map(({ key }) => key);
  expect(keys).toEqual([
    'first_name', 'middle_name', 'last_name', 'gender', 'birth_date', 'language', 'time_zone', 'address.street', 'address.country',
    'z', 'x2', 'x1', 'a',
  ]);
});

it('is one order, also of two of one name', () => {
  const [a, b] = [{ key: 'a', name: 'Same' }, { key: 'b', name: 'Same' }];
  expect([byFieldOrder(a, b), byFieldOrder(b, a), byFieldOrder(a, a)]).toEqual([-1, 1, 0]);
});
