// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ids, previewOf, servePair } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { json } from '../../testing/server';

describe('two duplicates', () => {
  it('are kept apart only with a reason', async () => {
    const server = servePair('editor');
    server.on('POST /v1/must-not-links', () => json({ id: 'X000000000001' }, 201));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Keep apart' }));
    expect((await screen.findByLabelText('Reason')).hasAttribute('required')).toBe(true);
    await userEvent.type(screen.getByLabelText('Reason'), 'mother and daughter');
    await userEvent.click(screen.getByRole('button', { name: 'Keep them apart' }));
    await waitFor(() => expect(server.to('POST /v1/must-not-links')[0]?.body).toEqual({ profiles: [...ids], reason: 'mother and daughter' }));
  });

  it('are merged in the versions that were looked at', async () => {
    const server = servePair('editor');
    server.on('POST /v1/merges', () => json({ ...previewOf('Ann'), id: 'M000000000001' }, 201));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await screen.findByText('This id stays');
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Merge the two' }));
    await waitFor(() =>
      expect(server.to('POST /v1/merges')[0]?.body).toEqual({ profiles: ids.map((ref) => ({ ref, version: 1 })) }),
    );
  });
});
