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

  it('stands behind what was some time ago', () => {
    expect(shown('Europe/Kyiv', morning, 'ago')).toMatch(/ 12:00 PM GMT\+2$/);
  });

  it('says of a day alone no more than another day', () => {
    expect(shown('Europe/Kyiv', morning, 'date')).toBe('Nov 28, 2026');
    expect(shown('Europe/Kyiv', evening, 'date')).toBe('Nov 28, 2026 Nov 29, 2026');
  });
});
