// SPDX-License-Identifier: Apache-2.0
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render';
import { FakeServer, json, problem } from '../testing/server';
import { TagInput } from './TagInput';
import type { KnownTag } from './tags';

const all = [
  { tag: 'BlackFriday', count: 7, at_least: false },
  { tag: 'VIP', count: 1000, at_least: true },
  { tag: 'vip-shop', count: 1, at_least: false },
];

/** As the server looks: for what begins so, exactly. */
function serve(items: readonly KnownTag[] = all) {
  return new FakeServer({
    'GET /v1/tags': ({ query }) => json({ items: items.filter((each) => each.tag.startsWith(query.get('q') ?? '')), next_cursor: null }),
  });
}

function build(more: Partial<Parameters<typeof TagInput>[0]> = {}) {
  const seen = { value: '', picked: '', done: 0 };
  function Built() {
    const [value, setValue] = useState('');
    seen.value = value;
    return <TagInput label="Tag" value={value} onChange={setValue} onPick={(next) => (seen.picked = next)} onDone={() => ++seen.done} {...more} />;
  }
  renderPart(<Built />);
  return seen;
}

const input = () => screen.getByRole('textbox', { name: 'Tag' });
const status = () => screen.getByRole('status');
const askedOf = (server: FakeServer) => server.to('GET /v1/tags').map(({ query }) => query.get('q')).sort();
/** No browser puts spaces around a `bdi`, as this one does in names. */
const taking = (tag: string) => screen.getByRole('button', { name: (name) => name.replace(/(“) | (”)/g, '$1$2') === `Use “${tag}”` });
const options = () => screen.queryAllByRole('option', { hidden: true }).map((each) => each.textContent);

afterEach(() => void vi.useRealTimers());

describe('a tag that is typed', () => {
  it('is offered those that there are, with how many have each', async () => {
    serve();
    const seen = build();
    await userEvent.type(input(), 'vip');
    await waitFor(() => expect(options()).toEqual(['VIPat least 1,000 contacts', 'vip-shop1 contact']));
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect([seen.value, seen.picked, seen.done]).toEqual(['vip-shop', 'vip-shop', 0]);
  });

  it('is told apart from one in other capitals, which is there to be taken', async () => {
    serve();
    const seen = build();
    // A screen reader knows it before it says something.
    const told = status();
    expect(told.textContent).toBe('');
    await userEvent.type(input(), 'blackfriday');
    await waitFor(() => expect(status().textContent).toContain('There is a tag “BlackFriday” (7 contacts).'));
    expect(status()).toBe(told);
    await userEvent.click(taking('BlackFriday'));
    expect([seen.value, seen.picked]).toEqual(['BlackFriday', 'BlackFriday']);
    expect(status().textContent).toBe('');
  });

  it('hides nothing of what is said behind a list that offers no more', async () => {
    serve();
    build();
    await userEvent.type(input(), 'vi');
    await waitFor(() => expect(input().hasAttribute('aria-controls')).toBe(true));
    await userEvent.type(input(), 'p-shoP');
    await screen.findByText('There is a tag', { exact: false });
    expect(input().hasAttribute('aria-controls')).toBe(false);
  });

  it('is set apart, so that its direction turns nothing of what is said of it', async () => {
    const turned = '\u202EVIP';
    serve([{ tag: turned, count: 7, at_least: false }, { tag: '\u202Evip, b', count: 7, at_least: false }]);
    build({ several: true });
    await userEvent.type(input(), '\u202Evip');
    await waitFor(() => expect(status().textContent).toContain('has a comma'));
    expect([...status().querySelectorAll('bdi')].map((each) => each.textContent)).toEqual([turned, turned, '\u202Evip, b']);
    expect(taking(turned)).toBeTruthy();
  });

  it('may be a new one all the same', async () => {
    serve();
    const seen = build();
    await userEvent.type(input(), 'vip{Enter}');
    expect([seen.value, seen.picked, seen.done]).toEqual(['vip', '', 1]);
  });

  it('is done at Enter though an arrow was used before it was typed on', async () => {
    serve();
    const seen = build();
    await userEvent.type(input(), 'vip');
    await waitFor(() => expect(options()).toHaveLength(2));
    await userEvent.keyboard('{ArrowDown}-{Enter}');
    expect([seen.value, seen.picked, seen.done]).toEqual(['vip-', '', 1]);
  });

  it('is one of several, each of which is looked at', async () => {
    serve();
    const seen = build({ several: true });
    await userEvent.type(input(), 'vip, gold, black');
    await waitFor(() => expect(status().textContent).toContain('There is a tag “VIP”'));
    await waitFor(() => expect(options()).toEqual(['BlackFriday7 contacts']));
    await userEvent.click(screen.getByRole('option', { name: /^BlackFriday/, hidden: true }));
    expect(seen.value).toBe('vip, gold, BlackFriday');
    await userEvent.click(taking('VIP'));
    expect(seen.value).toBe('VIP, gold, BlackFriday');
    expect(status().textContent).toBe('');
  });

  it('is not offered among several if it has a comma, which is said', async () => {
    serve([{ tag: 'Kyiv, Podil', count: 3, at_least: false }, { tag: 'Kyiv', count: 2, at_least: false }]);
    build({ several: true });
    await userEvent.type(input(), 'ky');
    await waitFor(() => expect(options()).toEqual(['Kyiv2 contacts']));
    expect(status().textContent).toMatch(/The tag “Kyiv, Podil” has a comma\./);
  });

  it('may have a comma where it stands alone', async () => {
    serve([{ tag: 'Kyiv, Podil', count: 3, at_least: false }]);
    const seen = build();
    await userEvent.type(input(), 'ky');
    await waitFor(() => expect(options()).toEqual(['Kyiv, Podil3 contacts']));
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(seen.value).toBe('Kyiv, Podil');
  });

  it('is looked for further where too many begin so', async () => {
    const server = serve();
    server.on('GET /v1/tags', ({ query }) => {
      const q = query.get('q') ?? '';
      if (q === 'VIP') return json({ items: [all[1]], next_cursor: null });
      return json({ items: [], next_cursor: q.length <= 2 ? 'more' : null });
    });
    build();
    await userEvent.type(input(), 'vip');
    await waitFor(() => expect(status().textContent).toContain('There is a tag “VIP”'));
  });

  it('is asked for when a pause comes, not at each letter', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = serve();
    build({ isFirst: true });
    for (const value of ['v', 'vi', 'vip', 'v', 'vi']) {
      fireEvent.change(input(), { target: { value } });
      act(() => void vi.advanceTimersByTime(50));
    }
    expect(askedOf(server)).toEqual([]);
    act(() => void vi.advanceTimersByTime(200));
    expect(askedOf(server)).toEqual(['VI', 'Vi', 'vI', 'vi']);
  });

  it('is asked for at the end alone of many that are pasted', async () => {
    const server = serve();
    const seen = build({ several: true, isFirst: true });
    await userEvent.click(input());
    await userEvent.paste(Array.from({ length: 50 }, (_, index) => `${String.fromCharCode(97 + (index % 26))}${index}`).join(', '));
    await waitFor(() => expect(askedOf(server)).toEqual(['V4', 'W4', 'X4', 'v4', 'w4', 'x4']));
    expect(seen.value.split(',')).toHaveLength(50);
  });

  it('is nothing that the server has to answer for', async () => {
    const server = serve().on('GET /v1/tags', () => problem(503, 'overloaded', 'Too busy.'));
    const seen = build({ isFirst: true });
    await userEvent.click(input());
    // What a dialog opens with asks for nothing yet.
    expect(server.to('GET /v1/tags')).toHaveLength(0);
    await userEvent.type(input(), 'vip');
    await waitFor(() => expect(server.to('GET /v1/tags').length).toBeGreaterThan(0));
    expect(seen.value).toBe('vip');
    expect(options()).toEqual([]);
  });
});
