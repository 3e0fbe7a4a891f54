// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render';
import { PersonZone, Time } from './Time';

/** Newer browsers put a narrow space before "AM". */
const plain = (element: HTMLElement) => element.textContent?.replace(/\s+/gu, ' ').trim();

function shown(zone: string | undefined, value: string, form?: 'dateTime' | 'date' | 'ago') {
  const { container } = renderPart(
    <PersonZone.Provider value={zone}>
      <p>
        <Time value={value} {...(form && { form })} />
      </p>
    </PersonZone.Provider>,
  );
  return plain(container.querySelector('p') as HTMLElement);
}

const morning = '2026-11-28T10:00:00Z';
const evening = '2026-11-28T23:30:00Z';

describe('the time of the person beside the viewer’s', () => {
  beforeEach(() => vi.stubEnv('TZ', 'UTC'));
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['no zone is known', undefined],
    ['it is the same', 'UTC'],
    ['the clocks say the same', 'Africa/Abidjan'],
    ['the zone is none', 'Moon/Base'],
  ])('is not written where %s', (_, zone) => {
    expect(shown(zone, morning)).toBe('Nov 28, 2026, 10:00 AM');
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('stands there to be read, with its zone', () => {
    expect(shown('Europe/Kyiv', morning)).toBe('Nov 28, 2026, 10:00 AM 12:00 PM GMT+2');
    expect(screen.getByRole('img', { name: 'Where the person is' })).toBeTruthy();
  });

  it('has its day where that is another', () => {
    expect(shown('Europe/Kyiv', evening)).toBe('Nov 28, 2026, 11:30 PM Nov 29, 1:30 AM GMT+2');
  });

  describe('of what was some time ago', () => {
    beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-28T12:00:00Z') }));
    afterEach(() => vi.useRealTimers());

    it('stands alone where it was today', () => {
      expect(shown('Europe/Kyiv', morning, 'ago')).toBe('2 hours ago 12:00 PM GMT+2');
    });

    it.each([
      ['2026-09-20T10:00:00Z', '2 months ago Sep 20, 2026, 1:00 PM GMT+3'],
      ['2024-11-01T10:00:00Z', '2 years ago Nov 1, 2024, 12:00 PM GMT+2'],
      ['2026-11-27T20:00:00Z', '16 hours ago Nov 27, 2026, 10:00 PM GMT+2'],
    ])('has its date where it was not: %s', (value, text) => {
      expect(shown('Europe/Kyiv', value, 'ago')).toBe(text);
    });

    it('has its day where today there is no more today here', () => {
      vi.setSystemTime(Date.parse('2026-11-28T23:45:00Z'));
      expect(shown('Europe/Kyiv', evening, 'ago')).toBe('15 minutes ago Nov 29, 1:30 AM GMT+2');
    });
  });

  it('says of a day alone no more than another day', () => {
    expect(shown('Europe/Kyiv', morning, 'date')).toBe('Nov 28, 2026');
    expect(shown('Europe/Kyiv', evening, 'date')).toBe('Nov 28, 2026 Nov 29, 2026');
  });
});
