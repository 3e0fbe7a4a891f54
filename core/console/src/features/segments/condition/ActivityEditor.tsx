// SPDX-License-Identifier: Apache-2.0
import { Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useChannels } from '../../../api/whole_list';
import { useOpenText } from '../../../i18n/text';
import classes from '../segments.module.css';
import { useText, type TextKey } from '../text';
import { propertyForms, textForms } from './activity';
import { ActivityTime } from './ActivityTime';
import { textOfConstant, wholeOrNull } from './constant';
import { TypedInput, withChosen } from './ConstantInput';
import { useErrorAt } from './context';
import type { LeafEditorProps } from './leaf_editors';
import { MemberEditor } from './MemberEditor';
import { isObject, step, withMember, type Json, type JsonObject } from './tree';
import { activityKinds, repetitions, statuses } from './vocabulary';
import { WordSet } from './WordSet';

const facts = ['channel', 'kind', 'reached', 'status', 'event', 'message.name', 'message.id', 'property', 'repeated'] as const;
type Fact = (typeof facts)[number];

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function has(activity: JsonObject, fact: Fact): boolean {
  if (fact === 'property') return false;
  const [name, member] = fact.split('.') as [string, string | undefined];
  return member ? member in object(activity[name]) : name in activity;
}

function withMessage(activity: JsonObject, member: string, value: Json | undefined): JsonObject {
  const message = withMember(object(activity.message), member, value);
  return withMember(activity, 'message', Object.keys(message).length > 0 ? message : undefined);
}

function withFact(activity: JsonObject, fact: Fact): JsonObject {
  switch (fact) {
    case 'message.name':
      return withMessage(activity, 'name', '');
    case 'message.id':
      return withMessage(activity, 'id', '');
    case 'property': {
      const properties = object(activity.properties);
      return '' in properties ? activity : { ...activity, properties: { ...properties, '': '' } };
    }
    case 'status':
      return { ...activity, status: [] };
    case 'repeated':
      return { ...activity, repeated: { kind: 'frequency' } };
    default:
      return { ...activity, [fact]: '' };
  }
}

function FactFrame({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  const t = useText();
  return (
    <div role="group" aria-label={label} className={classes.fact}>
      <div className={classes.inputs}>{children}</div>
      <CloseButton aria-label={t('fact.remove', { name: label })} onClick={onRemove} />
    </div>
  );
}

interface PropertyProps {
  name: string;
  taken: readonly string[];
  onRename: (name: string) => void;
}

/** Renamed when it is left: half a name may be that of another one. */
function PropertyName({ name, taken, onRename }: PropertyProps) {
  const t = useText();
  const [typed, setTyped] = useState(name);
  const isTaken = typed !== name && taken.includes(typed);
  return (
    <TextInput
      label={t('property.name')}
      description={t('property.hint')}
      value={typed}
      maxLength={100}
      autoComplete="off"
      error={isTaken ? t('property.taken') : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== name && !isTaken) onRename(typed);
      }}
    />
  );
}

interface PartProps {
  activity: JsonObject;
  onChange: (activity: JsonObject) => void;
  at: string;
}

function Properties({ activity, onChange, at }: PartProps) {
  const t = useText();
  const properties = Object.entries(object(activity.properties));
  const set = (next: [string, Json][]) =>
    onChange(withMember(activity, 'properties', next.length > 0 ? Object.fromEntries(next) : undefined));
  const put = (index: number, entry: [string, Json]) => set(properties.map((each, other) => (other === index ? entry : each)));
  return properties.map(([name, value], index) => (
    <FactFrame
      key={name}
      label={name ? t('property', { name }) : t('property.new')}
      onRemove={() => set(properties.filter((_, other) => other !== index))}
    >
      <PropertyName name={name} taken={properties.map(([each]) => each)} onRename={(next) => put(index, [next, value])} />
      <MemberEditor
        label={t('operator')}
        value={value}
        onChange={(next) => put(index, [name, next])}
        forms={propertyForms}
        at={`${at}/properties${step(name)}`}
      />
    </FactFrame>
  ));
}

function Repeated({ activity, onChange, at }: PartProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const repeated = object(activity.repeated);
  const put = (next: JsonObject) => onChange({ ...activity, repeated: next });
  return (
    <FactFrame label={t('fact.repeated')} onRemove={() => onChange(withMember(activity, 'repeated', undefined))}>
      <NativeSelect
        label={t('fact.repeated')}
        value={textOfConstant(repeated.kind)}
        error={errorAt(`${at}/repeated/kind`)}
        data={repetitions.map((each) => ({ value: each, label: t(`repeated.${each}`) }))}
        onChange={(event) => {
          const kind = event.currentTarget.value;
          put(kind === 'days' ? { kind, days: 7 } : { kind });
        }}
      />
      {repeated.kind === 'days' && (
        <TypedInput
          label={t('operand.days')}
          value={repeated.days}
          read={wholeOrNull}
          onChange={(days) => put({ ...repeated, days: days ?? null })}
          error={errorAt(`${at}/repeated/days`)}
        />
      )}
    </FactFrame>
  );
}

function Words({ activity, onChange, at }: PartProps) {
  const t = useText();
  const open = useOpenText('ui');
  const errorAt = useErrorAt();
  const channels = useChannels().data ?? [];
  const choices = {
    channel: channels.map((each) => ({ value: each.name, label: each.name })),
    kind: activityKinds.map((each) => ({ value: each as string, label: t(`kind.${each}`) })),
    reached: statuses.map((each) => ({ value: each as string, label: open(`status.${each}`) ?? each })),
  };
  return (['channel', 'kind', 'reached'] as const)
    .filter((fact) => fact in activity)
    .map((fact) => (
      <FactFrame key={fact} label={t(`fact.${fact}`)} onRemove={() => onChange(withMember(activity, fact, undefined))}>
        <NativeSelect
          label={t(`fact.${fact}`)}
          value={textOfConstant(activity[fact])}
          error={errorAt(`${at}/${fact}`)}
          data={withChosen([{ value: '', label: t('choose') }, ...choices[fact]], textOfConstant(activity[fact]))}
          onChange={(event) => onChange({ ...activity, [fact]: event.currentTarget.value })}
        />
      </FactFrame>
    ));
}

function Texts({ activity, onChange, at }: PartProps) {
  const t = useText();
  const message = object(activity.message);
  const members: { fact: Fact; value: Json | undefined; put: (value: Json | undefined) => JsonObject; at: string }[] = [
    { fact: 'event', value: activity.event, put: (value) => withMember(activity, 'event', value), at: '/event' },
    { fact: 'message.name', value: message.name, put: (value) => withMessage(activity, 'name', value), at: '/message/name' },
    { fact: 'message.id', value: message.id, put: (value) => withMessage(activity, 'id', value), at: '/message/id' },
  ];
  return members.map(({ fact, value, put, at: place }) => {
    if (value === undefined) return null;
    const label = t(`fact.${fact}` as TextKey);
    return (
      <FactFrame key={fact} label={label} onRemove={() => onChange(put(undefined))}>
        <MemberEditor label={label} value={value} onChange={(next) => onChange(put(next))} forms={textForms} at={`${at}${place}`} />
      </FactFrame>
    );
  });
}

/** What people did, how often and when; what is not asked for is not shown. */
export function ActivityEditor({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const activity = object(leaf.activity);
  const put = (next: JsonObject) => onChange({ ...leaf, activity: next });
  const part = { activity, onChange: put, at: `${at}/activity` };
  const missing = facts.filter((fact) => !has(activity, fact));
  return (
    <div className={classes.activity}>
      <Words {...part} />
      {'status' in activity && (
        <FactFrame label={t('fact.status')} onRemove={() => put(withMember(activity, 'status', undefined))}>
          <WordSet
            label={t('fact.status')}
            words={statuses}
            value={activity.status}
            error={errorAt(`${at}/activity/status`)}
            onChange={(status) => put({ ...activity, status: status ?? [] })}
          />
        </FactFrame>
      )}
      <Texts {...part} />
      <Properties {...part} />
      {'repeated' in activity && <Repeated {...part} />}
      <NativeSelect
        label={t('fact.add')}
        description={Object.keys(activity).length === 0 ? t('fact.none') : undefined}
        value=""
        data={[{ value: '', label: t('choose') }, ...missing.map((each) => ({ value: each, label: t(`fact.${each}` as TextKey) }))]}
        onChange={(event) => {
          const fact = facts.find((each) => each === event.currentTarget.value);
          if (fact) put(withFact(activity, fact));
        }}
      />
      <ActivityTime leaf={leaf} onChange={onChange} at={at} />
      <Checkbox
        label={t('sameMessage')}
        description={t('sameMessage.hint')}
        checked={leaf.same_message === true}
        error={errorAt(`${at}/same_message`)}
        onChange={(event) => onChange(withMember(leaf, 'same_message', event.currentTarget.checked || undefined))}
      />
    </div>
  );
}
