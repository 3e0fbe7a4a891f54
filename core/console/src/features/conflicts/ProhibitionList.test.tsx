// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ids, seen, servePair, time } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { json, noContent } from '../../testing/server';

describe('those kept apart', () => {
  const standing = { id: 'X000000000001', profiles: ids, between: ids, reason: 'mother and daughter', at: time, lifted: null, observation: seen };

  it('are freed by no viewer', async () => {
    servePair('viewer').on('GET /v1/must-not-links', () => json({ items: [standing], next_cursor: null }));
    renderConsole('/conflicts?list=prohibitions');
    expect(await screen.findByText('mother and daughter')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Lift/ })).toBeNull();
  });

  it('are freed by an editor', async () => {
    const server = servePair('editor');
    let lifted = false;
    server.on('GET /v1/must-not-links', () => json({ items: lifted ? [] : [standing], next_cursor: null }));
    server.on('DELETE /v1/must-not-links/X000000000001', () => {
      lifted = true;
      return noContent();
    });
    renderConsole('/conflicts?list=prohibitions');
    await userEvent.click(await screen.findByRole('button', { name: 'Lift what keeps Ann and Anna apart' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lift…' }));
    expect(await screen.findByText('Nobody is kept apart')).toBeTruthy();
  });
});
