// SPDX-License-Identifier: Apache-2.0
import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ApiProblem } from '../api/problem';
import { useFormProblem } from './form_problem';

const problem = new ApiProblem({
  status: 400,
  code: 'invalid_input',
  detail: 'Two things are wrong.',
  errors: [
    { pointer: '/name', code: 'required', detail: 'A name is needed.' },
    { pointer: '/rows/0', code: 'other', detail: 'No field shows this.' },
  ],
});

it('leaves nothing that is wrong unsaid', () => {
  const { result } = renderHook(() => useFormProblem(['/name']));
  act(() => result.current.set(problem));
  expect(result.current.at('/name')).toBe('A name is needed.');
  expect(result.current.unplaced.map((each) => each.pointer)).toEqual(['/rows/0']);
});

it('says nothing of a field that was changed since, until the server does again', () => {
  const { result } = renderHook(() => useFormProblem(['/name']));
  act(() => result.current.set(problem));
  act(() => result.current.clear('/name'));
  expect(result.current.at('/name')).toBeUndefined();
  act(() => result.current.set(problem));
  expect(result.current.at('/name')).toBe('A name is needed.');
});
