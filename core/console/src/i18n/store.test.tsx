// SPDX-License-Identifier: Apache-2.0
import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, it } from 'vitest';
import type en from '../features/overview/messages/en.json';
import { currentState, loadRest, setLanguage, startLanguage } from './store';
import { textOf } from './text';

const useText = textOf<typeof en>('overview');

function Title() {
  return <h1>{useText()('title')}</h1>;
}

it('a screen waits for texts that follow those of the first one', async () => {
  await startLanguage('uk');
  expect(currentState().catalogues.has('contacts')).toBe(true);
  expect(currentState().catalogues.has('overview')).toBe(false);
  render(
    <Suspense fallback="…">
      <Title />
    </Suspense>,
  );
  expect(screen.queryByRole('heading')).toBeNull();
  expect((await screen.findByRole('heading')).textContent).toBe('Огляд');
});

it('nothing but the first screen is read before somebody asks for it', async () => {
  // Once they are there, they come at once when they are asked for.
  await startLanguage('uk');
  await loadRest();
  await startLanguage('uk');
  await new Promise((resolve) => setTimeout(resolve));
  expect(currentState().isWhole).toBe(false);
  await loadRest();
  expect([currentState().isWhole, currentState().catalogues.has('overview')]).toEqual([true, true]);
});

it('whoever chooses another language meanwhile keeps it', async () => {
  await startLanguage('uk');
  const rest = loadRest();
  await setLanguage('ar');
  await rest;
  expect(currentState().language).toBe('ar');
  expect(currentState().catalogues.has('overview')).toBe(true);
});
