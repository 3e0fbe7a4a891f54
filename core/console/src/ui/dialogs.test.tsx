// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import { renderPart } from '../testing/render';
import { ConfirmDialog } from './ConfirmDialog';
import { ConflictDialog } from './ConflictDialog';

const refused = new ApiProblem({ status: 409, code: 'conflict', detail: 'It moved.', errors: [{ pointer: '/x', code: 'y', detail: 'This is why.' }] });

describe('a confirmation', () => {
  it('stays open with the server’s words when it is refused', async () => {
    const onClose = vi.fn();
    renderPart(
      <ConfirmDialog opened title="Erase" confirmLabel="Erase" onConfirm={() => Promise.reject(refused)} onClose={onClose} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Erase' }));
    expect(await screen.findByText('It moved.')).toBeTruthy();
    expect(screen.getByText('This is why.')).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('is not given before the very text was typed, by the keyboard either', async () => {
    const onConfirm = vi.fn();
    renderPart(<ConfirmDialog opened title="Erase" confirmLabel="Erase" typed="ann" onConfirm={onConfirm} onClose={() => undefined} />);
    await userEvent.type(screen.getByLabelText('Type ann to confirm'), 'an{Enter}');
    expect(onConfirm).not.toHaveBeenCalled();
    await userEvent.type(screen.getByLabelText('Type ann to confirm'), 'n{Enter}');
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });
});

describe('two versions', () => {
  const differences = [
    { key: 'first_name', label: 'First name', mine: 'Ann', theirs: 'Anna' },
    { key: 'town', label: 'Town', mine: 'Kyiv', theirs: '' },
  ];
  const show = (onResolve: (chosen: object) => void) =>
    renderPart(<ConflictDialog opened differences={differences} onResolve={onResolve} onClose={() => undefined} />);

  it('stay side by side when saving is refused again', async () => {
    show(() => Promise.reject(refused));
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    expect(await screen.findByText('It moved.')).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'First name: Saved meanwhile: Anna' })).toBeTruthy();
  });

  it.each([
    ['Keep mine', { first_name: 'mine', town: 'mine' }],
    ['Take theirs', { first_name: 'theirs', town: 'theirs' }],
  ])('are decided at once by %s', async (button, chosen) => {
    const onResolve = vi.fn();
    show(onResolve);
    await userEvent.click(screen.getByRole('button', { name: button }));
    expect(onResolve).toHaveBeenCalledWith(chosen);
  });

  it('are decided field by field', async () => {
    const onResolve = vi.fn();
    show(onResolve);
    await userEvent.click(screen.getByRole('radio', { name: 'Town: Saved meanwhile: (none)' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save what is chosen' }));
    expect(onResolve).toHaveBeenCalledWith({ first_name: 'mine', town: 'theirs' });
  });
});
