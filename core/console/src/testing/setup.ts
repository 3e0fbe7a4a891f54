// SPDX-License-Identifier: Apache-2.0
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { setCsrfToken } from '../api/client';
import { setLanguage } from '../i18n/store';

// What jsdom lacks and the components ask for.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = NoObserver as unknown as typeof ResizeObserver;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;

// Without a layout nothing has a size: a list of what is seen would be empty, and a menu at a button that is nowhere
// hides itself.
for (const [name, value] of [['clientHeight', 800], ['clientWidth', 1000]] as const) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
}
Element.prototype.getBoundingClientRect = () => new DOMRect(10, 10, 100, 20);

// The message alone: the whole page is no help.
configure({ getElementError: (message) => new Error(message ?? ''), asyncUtilTimeout: 15_000 });

beforeEach(async () => {
  await setLanguage('en');
});

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  setCsrfToken(undefined);
  vi.unstubAllGlobals();
});
