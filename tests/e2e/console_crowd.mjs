// SPDX-License-Identifier: Apache-2.0
// A crowd for the list of contacts: more than a page of it, each known by a number, with the tag `crowd`.

export const crowdSize = 130;
/** So many of them have the tag `leaving` too. */
export const leaving = 24;
const leavingFrom = 101;

export const crowdName = (number) => `Crowd ${String(number).padStart(3, '0')}`;

/** The first three have larger feet than the rest. */
const memberOf = (number) => ({
  identifiers: [
    { type: 'external_id', value: `e2e-crowd-${number}` },
    { type: 'email', value: `crowd${number}@example.com` },
  ],
  fields: {
    first_name: 'Crowd',
    last_name: crowdName(number).slice('Crowd '.length),
    'e2e.size': number <= 3 ? 42 : 40,
    tags: { add: number >= leavingFrom && number < leavingFrom + leaving ? ['crowd', 'leaving'] : ['crowd'] },
  },
});

export async function makeCrowd(api) {
  await api('POST', '/v1/fields', { key: 'e2e.size', names: { en: 'Shoe size' }, type: 'integer' });
  await api('POST', '/v1/observations', Array.from({ length: crowdSize }, (_, index) => memberOf(index + 1)));
}
