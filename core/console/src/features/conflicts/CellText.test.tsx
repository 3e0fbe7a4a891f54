// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { renderPart } from '../../testing/render';
import { CellText } from './CellText';

it('a number keeps its own direction, and what is said of it stands beside it', () => {
  const { container } = renderPart(<CellText cell={{ text: '+380501100001', note: 'shared', dir: 'ltr' }} />);
  const number = container.querySelector('bdi');
  expect([number?.textContent, number?.dir]).toEqual(['+380501100001', 'ltr']);
  expect(container.textContent).toContain('+380501100001 (shared)');
});
