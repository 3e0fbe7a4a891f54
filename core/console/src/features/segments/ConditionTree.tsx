// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { ToneBadge } from '../../ui/StatusBadge';
import { useConditionText } from './condition/condition_text';
import { groupKinds, groupOf, isObject, type GroupKind, type JsonObject } from './condition/tree';
import classes from './segments.module.css';
import { useText } from './text';

/** A condition or a reason; only a reason holds or does not. */
type Node = { holds?: boolean } & ({ kind: GroupKind; children: Node[] } | { leaf: JsonObject });

function nodeOfCondition(condition: JsonObject): Node {
  const group = groupOf(condition);
  return group ? { kind: group.kind, children: group.children.map(nodeOfCondition) } : { leaf: condition };
}

function nodeOfReason(reason: Schema<'SegmentReason'>): Node {
  const members = reason as unknown as Record<string, unknown>;
  const kind = groupKinds.find((each) => Array.isArray(members[each]));
  const { holds } = reason;
  if (kind) return { holds, kind, children: (members[kind] as Schema<'SegmentReason'>[]).map(nodeOfReason) };
  return { holds, leaf: isObject(members.condition) ? members.condition : {} };
}

function Item({ node }: { node: Node }) {
  const t = useText();
  const describe = useConditionText();
  return (
    <li>
      <div className={classes.reason}>
        {node.holds !== undefined && (
          <ToneBadge tone={node.holds ? 'good' : 'neutral'} icon={node.holds ? 'check' : 'x'}>
            {t(node.holds ? 'holds' : 'holdsNot')}
          </ToneBadge>
        )}
        {'kind' in node ? <strong>{t(`group.${node.kind}`)}</strong> : <span className="foreign">{describe(node.leaf)}</span>}
      </div>
      {'kind' in node && <Items nodes={node.children} />}
    </li>
  );
}

function Items({ nodes }: { nodes: readonly Node[] }) {
  return (
    <ul className={classes.reasons}>
      {nodes.map((node, index) => (
        <Item key={index} node={node} />
      ))}
    </ul>
  );
}

/** A condition in words. */
export function ConditionTree({ condition }: { condition: JsonObject }) {
  return <Items nodes={[nodeOfCondition(condition)]} />;
}

/** The same with what of it holds. */
export function ReasonTree({ reason }: { reason: Schema<'SegmentReason'> }) {
  return <Items nodes={[nodeOfReason(reason)]} />;
}
