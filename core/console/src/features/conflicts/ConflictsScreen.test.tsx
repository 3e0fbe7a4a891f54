// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { empty, servePair } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { problem } from '../../testing/server';

describe('the queue', () => {
  it('says why nothing waits, and shows the server’s words when it can’t be read', async () => {
    const server = servePair('viewer');
    server.on('GET /v1/conflicts', () => problem(503, 'overloaded', 'Too busy.'));
    renderConsole('/conflicts');
    expect(await screen.findByText('Too busy.')).toBeTruthy();
    server.on('GET /v1/conflicts', empty);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nobody waits for a decision')).toBeTruthy();
  });

  it('says of what was put aside that nothing was, and how such a conflict would come back', async () => {
    servePair('viewer').on('GET /v1/conflicts', empty);
    renderConsole('/conflicts?verdict=dismissed');
    expect(await screen.findByText('Nothing was put aside')).toBeTruthy();
    expect(screen.getByText(/come back when it happens again/)).toBeTruthy();
  });

  it('names both and tells the evidence in words, in the order that is asked for', async () => {
    const server = servePair('viewer');
    const { router } = renderConsole('/conflicts');
    expect(await screen.findByRole('row', { name: 'Ann and Anna' })).toBeTruthy();
    const why = screen.getByTitle(/^3 records would have made these two one, by Email\./);
    expect(why.textContent).toMatch(/^They have different identifiers/);
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'Most records first');
    await waitFor(() => expect(server.to('GET /v1/conflicts').at(-1)?.query.get('sort')).toBe('-observations'));
    expect(router.state.location.search).toEqual({ order: '-observations' });
  });
});
