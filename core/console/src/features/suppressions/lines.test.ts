// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import words from '../../ui/messages/en.json';
import { cellsOf, parseLines, type Standard } from './lines';
import { knownReasons } from './reasons';
import { queryOf, validateSuppressionSearch } from './search';

const types = ['email', 'phone', 'telegram'];
const standard: Standard = { type: '', state: 'blacklisted', reason: 'bought_list' };
const parse = (text: string, by = standard) => parseLines(text, types, by);

it('says of each line that it can’t read which one it is, and why', () => {
  const { items, faults } = parse('nobody knows\n\nann@example.com, asleep\n{"type": \n,blocked');
  expect(items).toEqual([]);
  expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
    [1, 'noType'],
    [3, 'noState'],
    [4, 'noJson'],
  ]);
});

it('tells addresses by their shape, and gives them the state of the form', () => {
  expect(parse('ann@example.com\n+380 50 123-45-67').items.map((each) => each.item)).toEqual([
    { type: 'email', value: 'ann@example.com', state: 'blacklisted', reason: 'bought_list' },
    { type: 'phone', value: '+380 50 123-45-67', state: 'blacklisted', reason: 'bought_list' },
  ]);
});

it('takes the kind, the state and the reason of a line before those of the form', () => {
  expect(parse('telegram:42, complained, spam').items[0]?.item).toEqual({
    type: 'telegram', value: '42', state: 'complained', reason: 'spam',
  });
});

it('takes the CSV that kith exports, quotes and all', () => {
  const csv =
    '\uFEFFtype,value,hash,state,reason,detail,at,until\r\n' +
    'email,ann@example.com,,blacklisted,inactive_address,"550 ""no"", gone",2026-11-20T09:30:00.000Z,\r\n' +
    'email,,0123456789abcdef0123456789abcdef,unsubscribed,,,2026-11-20T09:30:00.000Z,\r\n';
  const { items, faults } = parse(csv);
  expect(items).toEqual([
    {
      line: 2,
      item: {
        type: 'email', value: 'ann@example.com', state: 'blacklisted', reason: 'inactive_address',
        detail: '550 "no", gone', at: '2026-11-20T09:30:00.000Z',
      },
    },
  ]);
  expect(faults.map(({ line, fault }) => [line, fault])).toEqual([[3, 'noValue']]);
});

it('takes the NDJSON that kith exports', () => {
  const line = '{"type":"email","value":"ann@example.com","hash":null,"state":"unsubscribed","reason":null,"detail":null,"at":"2026-11-20T09:30:00.000Z","until":null}';
  expect(parse(line).items[0]?.item).toEqual({
    type: 'email', value: 'ann@example.com', state: 'unsubscribed', at: '2026-11-20T09:30:00.000Z',
  });
});

it('splits cells', () => {
  expect(cellsOf('a,"b,""c""",')).toEqual(['a', 'b,"c"', '']);
});

it('drops what does not fit from an address', () => {
  expect(validateSuppressionSearch({ state: 'asleep', lifted: 'yes', type: ' ', x: '1' })).toStrictEqual({
    address: undefined,
    type: undefined,
    state: undefined,
    reason: undefined,
    lifted: undefined,
  });
});

it('asks for an address with its kind', () => {
  expect(queryOf({ address: 'ann@example.com' }, types).address).toBe('email:ann@example.com');
  expect(queryOf({ address: 'phone:+442079460000' }, types).address).toBe('phone:+442079460000');
  expect(queryOf({ address: '+44 20 (7946) 00-00' }, types).address).toBe('phone:+44 20 (7946) 00-00');
  expect(queryOf({ address: '42', type: 'telegram' }, types).address).toBe('telegram:42');
});

it.each([
  ['ruth'], ['ruth@'], ['ruth@example'], ['@example.com'], ['+4420'], ['+44 20'], ['telegram:'], ['phone:+4420'],
  ['pigeon:42'], ['ruth', 'email'], ['ann@example.com', 'phone'],
])('asks for no address while %s is all of it, of the kind %s', (address, type = undefined) => {
  expect(queryOf({ address, type }, types).address).toBeUndefined();
});

it('knows every reason that it can say in words, but those for which an address may be written to', () => {
  const inWords = Object.keys(words).filter((key) => key.startsWith('reason.')).map((key) => key.slice('reason.'.length));
  expect(inWords.filter((code) => !knownReasons.includes(code)).sort()).toEqual([
    'automatic_answer', 'by_mistake', 'double_opt_in', 'group_resubscribe', 'works_again',
  ]);
  expect(knownReasons.filter((code) => !inWords.includes(code))).toEqual([]);
});
