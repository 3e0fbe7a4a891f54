// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPart } from '../../testing/render';
import { Receipt } from './Receipt';

type Erasure = Parameters<typeof Receipt>[0]['erasure'];

const at = '2026-11-01T10:00:00.000Z';

const show = (more: Partial<Erasure>) =>
  renderPart(<Receipt erasure={{ profile_id: 'P000000000001', erased_at: at, reason: 'person_request', by: null, finished_at: at, removed: {}, ...more }} />);

describe('the receipt of an erasure', () => {
  it('does not call itself final before it is', () => {
    show({ finished_at: null });
    expect(screen.queryByText('Nothing of the person is left')).toBeNull();
    expect(screen.getByText('The data is being removed…')).toBeTruthy();
    expect(screen.getByText('Nothing yet')).toBeTruthy();
  });

  it.each([
    ['person_request', 'The person asked for it'],
    ['operator', 'Our own decision'],
    ['retention', 'The time to keep it was over'],
  ] as const)('says %s in words', (reason, words) => {
    show({ reason });
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('says who asked for it', () => {
    show({ by: { source: { type: 'console', name: 'Eve' }, key_id: 'U000000000001' } });
    expect(screen.getByText('Erased by')).toBeTruthy();
    expect(screen.getByText('Eve')).toBeTruthy();
  });

  it('says what was removed in words, of channels by their names, and shows what has none as it is', () => {
    show({ removed: { observations: 1200, links: 2, 'channels.telegram': 3, 'channels.pigeon': 4, feathers: 5 } });
    for (const name of [
      'Received records 1,200',
      'Links between identifiers 2',
      'Kept by the channel Telegram 3',
      'Kept by the channel pigeon 4',
      'feathers 5',
    ]) {
      expect(screen.getByRole('row', { name })).toBeTruthy();
    }
    expect(screen.queryByText('Nothing yet')).toBeNull();
  });
});
