// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { GroupEditor } from './GroupEditor';
import { isShown } from './leaf';
import { LeafEditor } from './LeafEditor';
import type { Place } from './NodeMenu';
import { groupOf, inPlaceOf, type JsonObject } from './tree';

export interface NodeEditorProps {
  condition: JsonObject;
  onChange: (condition: JsonObject) => void;
  at: string;
  depth: number;
  place: Place | undefined;
  onLetOut?: (rest: JsonObject, out: JsonObject) => void;
}

/** A group or one condition, whichever it is for now. What was begun as JSON stays that until it is asked to be a form. */
export function NodeEditor({ condition, onChange, at, depth, place, onLetOut }: NodeEditorProps) {
  const group = groupOf(condition);
  const canForm = group !== undefined || isShown(condition);
  const [wantsJson, setWantsJson] = useState(!canForm);
  const isJson = wantsJson || !canForm;
  const put = (next: JsonObject) => onChange(inPlaceOf(condition, next));
  if (group && !isJson) {
    return (
      <GroupEditor
        condition={condition}
        group={group}
        onChange={put}
        at={at}
        depth={depth}
        place={place}
        json={{ isShown: false, toggle: () => setWantsJson(true) }}
        onLetOut={onLetOut && ((rest, out) => onLetOut(inPlaceOf(condition, rest), out))}
      />
    );
  }
  const toggle = canForm ? () => setWantsJson(!isJson) : undefined;
  return <LeafEditor leaf={condition} onChange={put} at={at} isJson={isJson} onToggle={toggle} place={place} />;
}
