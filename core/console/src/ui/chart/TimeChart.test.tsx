// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '../../testing/render';
import { TimeChart } from './TimeChart';

const series = [{ key: 'a', label: 'Visits', colour: 'var(--kith-series-1)', texture: 0 }];
const show = (counts: { day: string; key: string; count: number }[], from: string, to: string) =>
  renderPart(<TimeChart title="Visits" counts={counts} series={series} from={from} to={to} empty="Nobody came." />);

describe('a chart', () => {
  it.each([
    ['west', 'Pacific/Pago_Pago'],
    ['east', 'Pacific/Kiritimati'],
  ])('has the days of the server %s of it, too, and says so', async (_, zone) => {
    vi.stubEnv('TZ', zone);
    try {
      show([{ day: '2026-11-01', key: 'a', count: 3 }], '2026-10-31', '2026-11-02');
      expect(screen.getByText('Days are counted in UTC')).toBeTruthy();
      expect(screen.getByRole('img', { name: /\(Nov 1, 2026\)/ })).toBeTruthy();
      expect(screen.getAllByText(/^(Oct|Nov) \d+$/).map((each) => each.textContent)).toEqual(['Oct 31', 'Nov 1', 'Nov 2']);
      await userEvent.click(screen.getByRole('button', { name: 'Show as a table' }));
      expect(within(screen.getByRole('table')).getByRole('rowheader').textContent).toBe('Nov 1, 2026');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('of nothing says so, and whose days those are', () => {
    show([], '2026-10-31', '2026-11-02');
    expect(screen.getByText('Nobody came.')).toBeTruthy();
    expect(screen.getByText('Days are counted in UTC')).toBeTruthy();
  });
});
