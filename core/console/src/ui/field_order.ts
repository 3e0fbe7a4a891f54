// SPDX-License-Identifier: Apache-2.0

/** The catalogue gives fields no order of their own: these stand as a person tells them, the others follow by name. */
const told = [
  'name',
  'full_name',
  'first_name',
  'middle_name',
  'patronymic',
  'last_name',
  'nickname',
  'gender',
  'birth_date',
  'age',
  'language',
  'time_zone',
  'address.street',
  'address.town',
  'address.region',
  'address.postcode',
  'address.country',
];
const places = new Map(told.map((key, place) => [key, place]));

/** For `sort`: of two fields with the names that people call them by. */
export function byFieldOrder(a: { key: string; name: string }, b: { key: string; name: string }): number {
  const [first, second] = [places.get(a.key) ?? told.length, places.get(b.key) ?? told.length];
  return first - second || a.name.localeCompare(b.name, undefined, { numeric: true }) || a.key.localeCompare(b.key);
}
