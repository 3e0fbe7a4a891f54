// SPDX-License-Identifier: Apache-2.0
import { useRef } from 'react';
import { randomName } from './random_name';

/** One `Idempotency-Key` for one body: what is sent again after a lost answer is done once. */
export function useCallKey(): (body: unknown) => string {
  const last = useRef({ text: '', key: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.text !== text) last.current = { text, key: randomName() };
    return last.current.key;
  };
}
