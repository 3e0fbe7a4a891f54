// SPDX-License-Identifier: Apache-2.0
import { isProblem } from '../api/problem';
import { useText } from './text';

/** The server's own words; without any, what the status means. */
export function useProblemText(): (error: unknown) => string {
  const t = useText();
  return (error) => {
    if (!isProblem(error)) return t('problem.unexpected');
    if (error.isUnreachable) return t('problem.unreachable');
    return error.detail || t('problem.status', { status: String(error.status) });
  };
}
