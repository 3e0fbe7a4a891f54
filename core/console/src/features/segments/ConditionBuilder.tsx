// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Violation } from '../../api/problem';
import { AddCondition } from './condition/AddCondition';
import { BuilderContext } from './condition/context';
import { NodeEditor } from './condition/NodeEditor';
import { countLeaves, groupOf, makeGroup, maxLeaves, type JsonObject } from './condition/tree';
import classes from './segments.module.css';

export interface ConditionBuilderProps {
  /** Whom it is a condition for, for those who hear it. */
  label: string;
  /** Any condition of the API, and one that is not whole yet (`isWhole` says so); `emptyCondition()` to begin with. */
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  /** What the server refused, with pointers that begin with `at`. */
  errors?: readonly Violation[];
  /** Where the condition stands in what is sent. */
  at?: string;
  /** The id of the segment that it belongs to. */
  segment?: string | undefined;
}

const none: readonly Violation[] = [];

/** Builds a condition of the segment language. What it can't show as a form stands there as JSON. */
export function ConditionBuilder({ label, value, onChange, errors = none, at = '/condition', segment }: ConditionBuilderProps) {
  const room = maxLeaves - countLeaves(value);
  const context = useMemo(() => ({ errors, segment, room }), [errors, segment, room]);
  const isAlone = groupOf(value) === undefined;
  return (
    <BuilderContext.Provider value={context}>
      <div role="group" aria-label={label} className={classes.builder}>
        <NodeEditor condition={value} onChange={onChange} at={at} depth={0} place={undefined} />
        {isAlone && <AddCondition allowsGroup onAdd={(next) => onChange(makeGroup('all', [value, next]))} />}
      </div>
    </BuilderContext.Provider>
  );
}
