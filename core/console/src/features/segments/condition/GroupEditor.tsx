// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from '../segments.module.css';
import { useText } from '../text';
import { AddCondition } from './AddCondition';
import { isWithin, useBuilder } from './context';
import { Unplaced } from './LeafEditor';
import { NodeEditor } from './NodeEditor';
import { NodeMenu, type Place } from './NodeMenu';
import { groupKinds, heightOf, idOf, makeGroup, maxDepth, step, type Group, type JsonObject } from './tree';

interface GroupEditorProps {
  condition: JsonObject;
  group: Group;
  onChange: (condition: JsonObject) => void;
  at: string;
  depth: number;
  place: Place | undefined;
  json: { isShown: boolean; toggle: () => void };
  /** Takes a condition out of this group and puts it behind it; undefined of the outermost one. */
  onLetOut: ((rest: JsonObject, out: JsonObject) => void) | undefined;
}

function moved(children: readonly JsonObject[], from: number, to: number): JsonObject[] {
  const next = [...children];
  const [taken] = next.splice(from, 1);
  if (taken) next.splice(to, 0, taken);
  return next;
}

const firstInput = ':scope > ul > li:last-child :is(input, select, textarea)';
const addButton = ':scope > button';

/** Where those who write with a keyboard are after a condition came or went. */
function useFocusAfter() {
  const root = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!wanted.current) return;
    const target = root.current?.querySelector<HTMLElement>(wanted.current);
    wanted.current = undefined;
    // After the menu that was used has let it go.
    setTimeout(() => target?.focus());
  });
  return { root, focusAfter: (selector: string) => (wanted.current = selector) };
}

const copyOf = (condition: JsonObject) => JSON.parse(JSON.stringify(condition)) as JsonObject;

export function GroupEditor({ condition, group, onChange, at, depth, place, json, onLetOut }: GroupEditorProps) {
  const t = useText();
  const { errors } = useBuilder();
  const { kind, children } = group;
  const { root, focusAfter } = useFocusAfter();
  const put = (next: JsonObject[]) => onChange(makeGroup(kind, next));
  const placeOf = (child: JsonObject, index: number): Place => ({
    onRemove: () => {
      focusAfter(addButton);
      put(children.filter((_, other) => other !== index));
    },
    onDuplicate: () => put([...children.slice(0, index + 1), copyOf(child), ...children.slice(index + 1)]),
    onMoveUp: index > 0 ? () => put(moved(children, index, index - 1)) : undefined,
    onMoveDown: index < children.length - 1 ? () => put(moved(children, index, index + 1)) : undefined,
    onMoveOut: onLetOut && (() => onLetOut(makeGroup(kind, children.filter((_, other) => other !== index)), child)),
    onWrap:
      depth + 1 + heightOf(child) < maxDepth
        ? () => put(children.map((each, other) => (other === index ? makeGroup('any', [child]) : each)))
        : undefined,
  });
  const list = at + step(kind);
  const below = children.map((_, index) => step(kind) + step(index));
  const isWrong = errors.some(({ pointer }) => pointer === at || pointer === list || (children.length === 0 && isWithin(pointer, at)));
  return (
    <div ref={root} role="group" aria-label={t(`group.${kind}`)} className={classes.group} data-kind={kind} data-wrong={isWrong || undefined}>
      <div className={classes.groupHead}>
        <NativeSelect
          aria-label={t('group.kind')}
          value={kind}
          data={groupKinds.map((each) => ({ value: each, label: t(`group.${each}`) }))}
          onChange={(event) => onChange(makeGroup(groupKinds.find((each) => each === event.currentTarget.value) ?? kind, children))}
        />
        <NodeMenu label={t(`group.${kind}`)} condition={condition} place={place} json={json} />
      </div>
      <Unplaced at={at} places={below} />
      {children.length === 0 && <p className={classes.faint}>{t('group.empty')}</p>}
      {children.length > 0 && (
        <ul className={classes.children}>
          {children.map((child, index) => (
            <li key={idOf(child)}>
              <NodeEditor
                condition={child}
                at={list + step(index)}
                depth={depth + 1}
                place={placeOf(child, index)}
                onChange={(next) => put(children.map((each, other) => (other === index ? next : each)))}
                onLetOut={(rest, out) => put([...children.slice(0, index), rest, out, ...children.slice(index + 1)])}
              />
            </li>
          ))}
        </ul>
      )}
      <AddCondition
        allowsGroup={depth + 1 < maxDepth}
        onAdd={(next) => {
          focusAfter(firstInput);
          put([...children, next]);
        }}
      />
    </div>
  );
}
