// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { currentState, loadRest, startLanguage } from '../i18n/store';
import { followWithTexts } from './follow_with_texts';

const router = { stands: () => undefined as void, subscribe: (_: string, act: () => void) => ((router.stands = act), () => undefined) };
const client = { running: 0, isFetching: () => client.running };
const follow = () => followWithTexts(router as never, client as never);
const aWhile = () => vi.advanceTimersByTimeAsync(60_000);

beforeEach(async () => {
  // Once they are there, they come at once when they are asked for.
  await startLanguage('uk');
  await loadRest();
  await startLanguage('uk');
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('the texts of other screens wait for the first one, and for what it asks for', async () => {
  client.running = 1;
  follow();
  await aWhile();
  router.stands();
  await aWhile();
  expect(currentState().isWhole).toBe(false);
  client.running = 0;
  await aWhile();
  await vi.waitFor(() => expect(currentState().isWhole).toBe(true));
});

it('given up, they do not come', async () => {
  client.running = 0;
  const giveUp = follow();
  router.stands();
  giveUp();
  await aWhile();
  expect(currentState().isWhole).toBe(false);
});
