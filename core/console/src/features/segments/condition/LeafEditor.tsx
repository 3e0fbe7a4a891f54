// SPDX-License-Identifier: Apache-2.0
import type { FunctionComponent } from 'react';
import { Icon } from '../../../ui/Icon';
import classes from '../segments.module.css';
import { useText } from '../text';
import { ActivityEditor } from './ActivityEditor';
import { useConditionText } from './condition_text';
import { isWithin, useBuilder } from './context';
import { JsonEditor } from './JsonEditor';
import { isWhole } from './leaf';
import {
  FieldEditor,
  IdentifierEditor,
  ProfileEditor,
  SegmentEditor,
  SubscriptionEditor,
  TagEditor,
  type LeafEditorProps,
} from './leaf_editors';
import { NodeMenu, type Place } from './NodeMenu';
import { headOf, type Head, type JsonObject } from './tree';

const editors: Record<Head, FunctionComponent<LeafEditorProps>> = {
  field: FieldEditor,
  tag: TagEditor,
  identifier: IdentifierEditor,
  subscription: SubscriptionEditor,
  profile: ProfileEditor,
  activity: ActivityEditor,
  segment: SegmentEditor,
};

const ofComparison = ['/is', '/value', '/values', '/from', '/to', '/days'];
const ofActivity = [
  ...['channel', 'kind', 'reached', 'status', 'event', 'message/id', 'message/name', 'properties', 'repeated/kind', 'repeated/days'].map(
    (each) => `/activity/${each}`,
  ),
  ...['times/at_least', 'times/at_most', 'within/last_days', 'within/from', 'within/to', 'same_message'].map((each) => `/${each}`),
];

/** The places whose inputs say themselves what is wrong there. */
function placesOf(leaf: JsonObject): string[] {
  const head = headOf(leaf);
  if (!head) return [];
  return head === 'activity' ? ofActivity : [`/${head}`, '/role', '/state', ...ofComparison];
}

/** What is wrong and no input says. */
export function Unplaced({ at, places }: { at: string; places: readonly string[] }) {
  const { errors } = useBuilder();
  const here = errors.filter(({ pointer }) => isWithin(pointer, at));
  const rest = here.filter(({ pointer }) => !places.some((each) => isWithin(pointer, at + each) && pointer !== `${at}/activity/properties`));
  if (rest.length === 0) return null;
  return (
    <div role="alert">
      <ul className={classes.wrong}>
        {rest.map((each) => (
          <li key={each.pointer + each.code} className="foreign">
            <Icon name="alert" size={16} />
            <bdi>{each.detail}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface LeafProps extends LeafEditorProps {
  isJson: boolean;
  /** Between the form and the JSON; undefined where a form would not show all of it. */
  onToggle: (() => void) | undefined;
  place: Place | undefined;
}

/** One condition: its form, or its JSON. */
export function LeafEditor({ leaf, onChange, at, isJson, onToggle, place }: LeafProps) {
  const t = useText();
  const { errors } = useBuilder();
  const describe = useConditionText();
  const head = headOf(leaf);
  const Editor = head && !isJson ? editors[head] : undefined;
  const isWrong = errors.some(({ pointer }) => isWithin(pointer, at));
  const kind = t(head && Editor ? `head.${head}` : 'json');
  const label = isWhole(leaf) ? describe(leaf) : t('leaf.unfinished', { kind });
  return (
    <div role="group" aria-label={label} className={classes.leaf} data-wrong={isWrong || undefined}>
      <div className={classes.leafHead}>
        <span className={classes.leafType}>{kind}</span>
        <NodeMenu label={label} condition={leaf} place={place} json={onToggle && { isShown: isJson, toggle: onToggle }} />
      </div>
      {Editor ? (
        <div className={head === 'activity' ? undefined : classes.inputs}>
          <Editor leaf={leaf} onChange={onChange} at={at} />
        </div>
      ) : (
        <JsonEditor condition={leaf} onChange={onChange} />
      )}
      <Unplaced at={at} places={Editor ? placesOf(leaf) : []} />
    </div>
  );
}
