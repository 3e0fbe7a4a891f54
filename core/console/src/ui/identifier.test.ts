// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inReachOrder, isReachable, isSuppressed, shorten, shownAddress } from './identifier';

function each(type: string, channel: string | null, state = 'active', role: 'identifying' | 'claimed' = 'identifying') {
  return { type, role, endpoint: channel === null && state === 'active' ? null : { channel, state } };
}

describe('addresses', () => {
  it('stand by kind: email, phone, then the channels in their order; the claimed ones last of their kind', () => {
    const listed = [
      each('pigeon_ring', 'pigeon'),
      each('telegram', 'telegram'),
      each('push_token', 'push'),
      each('phone', null),
      each('email', 'email', 'active', 'claimed'),
      each('email', 'email', 'blacklisted'),
    ];
    const order = inReachOrder(listed).map(({ type, role }) => `${type} ${role}`);
    expect(order).toEqual([
      'email identifying', 'email claimed', 'phone identifying', 'push_token identifying', 'telegram identifying', 'pigeon_ring identifying',
    ]);
    expect(listed[0]?.type).toBe('pigeon_ring');
  });

  it('are what one is written to or called by, and what forbids it', () => {
    expect([each('email', null), each('phone', null), each('push_token', 'push'), each('cookie', null, 'blacklisted')].every(isReachable)).toBe(true);
    expect([each('cookie', null), each('external_id', null, 'unconfirmed')].some(isReachable)).toBe(false);
  });

  it.each([
    ['blacklisted', true],
    ['unsubscribed', true],
    ['complained', true],
    ['blocked', true],
    ['unconfirmed', false],
    ['active', false],
  ])('whose state is %s must not be overlooked: %s', (state, is) => {
    expect(isSuppressed(each('email', 'email', state))).toBe(is);
  });
});

it('a token is cut between its letters, and what is short is not', () => {
  expect(shorten('x'.repeat(22))).toBe('x'.repeat(22));
  expect(shorten('👩'.repeat(23))).toBe(`${'👩'.repeat(21)}…`);
});

describe('an address is shown with the letters of its domain', () => {
  it.each(['пошта.example', 'пошта.укр', 'mail.bücher.example', '例え.テスト', 'مثال.مصر', 'straße.example', '\u{20000}.example'])('%s', (domain) => {
    const normalised = new URL(`http://${domain}/`).hostname;
    expect(normalised).toContain('xn--');
    expect(shownAddress(`Ann+xn--@${normalised}`)).toBe(`Ann+xn--@${domain}`);
  });

  it.each([
    ['ann@example.com'],
    ['xn--80a1acn3a.example'],
    ['ann@xn--'],
    ['ann@xn--.example'],
    ['ann@xn--a b.example'],
    ['ann@xn--99999999.example'],
    [`ann@xn--${'9'.repeat(240)}`],
    [`ann@xn--${'9'.repeat(10_000)}`],
    // Of capital letters, of a letter that is none, and of ASCII alone: none of them leads back.
    ['ann@xn--80a1acn3a-.example'],
    ['ann@xn--abc-.example'],
    ['ann@xn--80a1acn3a.example/path'],
    ['ann@XN--80A1ACN3A.example'],
    ['+380501100042'],
    [''],
  ])('but “%s” as it stands', (value) => {
    expect(shownAddress(value)).toBe(value);
  });
});
