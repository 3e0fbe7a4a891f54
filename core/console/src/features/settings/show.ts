// SPDX-License-Identifier: Apache-2.0
import { useText } from './text';

/** A member of a form, as two versions of it are compared. */
export function useShow(): (value: unknown) => string {
  const t = useText();
  return (value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    if (Array.isArray(value) && value.every((each) => Array.isArray(each))) {
      return (value as [string, string][]).map(([tag, text]) => `${tag}: ${text}`).join(', ');
    }
    if (Array.isArray(value)) return value.join(', ');
    return value === null || value === undefined ? '' : JSON.stringify(value);
  };
}
