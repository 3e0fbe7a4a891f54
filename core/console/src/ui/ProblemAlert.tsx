// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { isProblem, type Violation } from '../api/problem';
import { Icon } from './Icon';
import { useProblemText } from './problem_text';
import { useText } from './text';

/** Over a form: what was refused, with those places that no field of the form shows itself. */
export function ProblemAlert({ error, unplaced, title }: { error: unknown; unplaced?: readonly Violation[]; title?: ReactNode }) {
  const t = useText();
  const say = useProblemText();
  if (!error) return null;
  const violations = unplaced ?? (isProblem(error) ? error.errors : []);
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={title ?? t('problem.refused')}>
      <div className="foreign">
        <bdi>{say(error)}</bdi>
      </div>
      {violations.length > 0 && (
        <ul>
          {violations.map((each) => (
            <li key={each.pointer + each.code} className="foreign">
              <bdi>{each.detail}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
