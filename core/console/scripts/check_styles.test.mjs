// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { faultsOfComponent, faultsOfSheet } from './check_styles.mjs';

describe('a style sheet', () => {
  it.each([
    'color: #fff', 'background: rgb(0 0 0 / 50%)', 'border: 1px solid red', 'box-shadow: 0 0 2px hsl(0 0% 0%)', '--mine: tomato',
    'color: var(--kith-line, #ccc)', 'fill: Black !important', 'font-size: 13px', 'font-size: smaller', 'font-size: 0.75rem',
    'font: 12px/1.2 serif', 'font-size: calc(var(--mantine-font-size-sm) * 2)',
  ])('may not say %s', (declaration) => {
    expect(faultsOfSheet(`.a {\n  ${declaration};\n}`).map(({ line }) => line)).toEqual([2]);
    expect(faultsOfSheet(`.a { ${declaration} }`)).toHaveLength(1);
  });

  it.each([
    'color: var(--kith-bad-text)', 'background: transparent', 'color: inherit', 'border: 1px solid currentColor', 'font: inherit',
    'font-size: var(--mantine-font-size-xs)', 'grid-area: red', "content: '#fff'", 'white-space: nowrap', 'transition: color 1s',
    'mask: url(a.svg#abc)', 'border-color: CanvasText',
  ])('may say %s', (declaration) => {
    expect(faultsOfSheet(`/* #fff */\n#abc:hover { ${declaration}; }`)).toEqual([]);
  });
});

describe('a component', () => {
  it.each([
    "<p style={{ color: 'red' }} />", "<p style={{ fontSize: 12 }} />", '<path fill="white" />', "<Text c={isBad ? '#c00' : undefined} />",
    '<Text fz="13px" />', '<text fontSize={11} />', "<p style={{ background: `rgb(${r} 0 0)` }} />", "const colours = ['#1864ab'];",
  ])('may not say %s', (text) => expect(faultsOfComponent(text)).toHaveLength(1));

  it.each([
    "<p style={{ color: 'var(--kith-bad-text)', width: 12 }} />", '<path fill="none" stroke="currentColor" />', '<Alert color="red" />',
    '<Text c="dimmed" fz="sm" />', "t('red', { colour: 'red' })", '<a href="#identity" />',
  ])('may say %s', (text) => expect(faultsOfComponent(text)).toEqual([]));
});
