// SPDX-License-Identifier: Apache-2.0
import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { forgetDrafts, useDraft } from './draft';

const saved = { name: 'Ann' };

it('shows what is saved where nothing, or nothing readable, was typed', () => {
  sessionStorage.setItem('kith.draft.form', '{broken');
  const { result } = renderHook(() => useDraft('form', saved));
  expect(result.current).toMatchObject({ value: saved, isDirty: false, isRestored: false });
});

it('keeps what was typed over a reload, and says so', () => {
  const before = renderHook(() => useDraft('form', saved));
  act(() => before.result.current.change({ name: 'Anna' }));
  before.unmount();
  const { result } = renderHook(() => useDraft('form', saved));
  expect(result.current).toMatchObject({ value: { name: 'Anna' }, isDirty: true, isRestored: true });
});

it('is not dirty when the typed is what is saved', () => {
  const { result } = renderHook(() => useDraft('form', saved));
  act(() => result.current.change({ name: 'Ann' }));
  expect(result.current.isDirty).toBe(false);
});

it('never shows the draft of another form', () => {
  const { result, rerender } = renderHook(({ key }) => useDraft(key, saved), { initialProps: { key: 'one' } });
  act(() => result.current.change({ name: 'Anna' }));
  rerender({ key: 'two' });
  expect(result.current.value).toEqual(saved);
  rerender({ key: 'one' });
  expect(result.current.value).toEqual({ name: 'Anna' });
});

it('leaves nothing once it is discarded, or the person signed out', () => {
  const { result } = renderHook(() => useDraft('form', saved));
  act(() => result.current.change({ name: 'Anna' }));
  act(() => result.current.discard());
  expect([result.current.value, sessionStorage.length]).toEqual([saved, 0]);
  act(() => result.current.change({ name: 'Anna' }));
  forgetDrafts();
  expect(sessionStorage.length).toBe(0);
});
