// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPart } from '../../../testing/render';
import { ChangeEntry } from './ChangeEntry';
import type { Change } from './ChangesCard';

const life = (before: 'live' | 'deleted', after: 'live' | 'deleted'): Change => ({
  id: 'C000000000001',
  at: '2026-11-01T10:00:00.000Z',
  kind: 'life',
  before,
  after,
  observation: {
    id: 'B000000000001',
    given_id: null,
    source: { type: 'console', name: 'Eve' },
    key_id: 'U000000000001',
    evidence: 'attested',
    observed_at: '2026-11-01T10:00:00.000Z',
    received_at: '2026-11-01T10:00:00.000Z',
  },
});

describe('an entry of the history', () => {
  it.each([
    ['deleted', life('live', 'deleted'), 'The contact was deleted'],
    ['restored', life('deleted', 'live'), 'The contact was restored'],
  ] as const)('says that somebody was %s, and by whom', (_, change, words) => {
    renderPart(<ChangeEntry change={change} />);
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.getByText('Eve')).toBeTruthy();
    expect(screen.getByRole('img', { name: 'Deleted and restored' })).toBeTruthy();
  });
});
