// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import classes from '../segments.module.css';
import { useText } from '../text';
import { wholeOrNull } from './constant';
import { ConstantInput, TypedInput } from './ConstantInput';
import { useErrorAt } from './context';
import type { LeafEditorProps } from './leaf_editors';
import { isObject, withMember, type Json, type JsonObject } from './tree';

const periods = ['ever', 'last_days', 'between'] as const;
type Period = (typeof periods)[number];

function periodOf(within: JsonObject): Period {
  if ('last_days' in within) return 'last_days';
  return 'from' in within || 'to' in within ? 'between' : 'ever';
}

const startOf: Record<Period, JsonObject | undefined> = { ever: undefined, last_days: { last_days: 30 }, between: { from: '', to: '' } };

/** One of the two ends may stay open. */
function withEnd(within: JsonObject, end: 'from' | 'to', value: Json): JsonObject {
  const both = { ...within, [end]: value };
  const given = Object.entries(both).filter(([, each]) => each !== '');
  return given.length > 0 ? Object.fromEntries(given) : { from: '', to: '' };
}

function optionalWhole(text: string): number | null | undefined {
  return text.trim() === '' ? undefined : wholeOrNull(text);
}

/** How often and when. */
export function ActivityTime({ leaf, onChange, at }: LeafEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const within = isObject(leaf.within) ? leaf.within : {};
  const times = isObject(leaf.times) ? leaf.times : {};
  const period = periodOf(within);
  const setTimes = (name: string, value: Json | undefined) => {
    const next = withMember(times, name, value);
    onChange(withMember(leaf, 'times', Object.keys(next).length > 0 ? next : undefined));
  };
  const end = (name: 'from' | 'to') => (
    <ConstantInput
      label={t(`period.${name}`)}
      value={within[name]}
      kind="time"
      error={errorAt(`${at}/within/${name}`)}
      onChange={(value) => onChange({ ...leaf, within: withEnd(within, name, value) })}
    />
  );
  return (
    <div className={classes.inputs}>
      <TypedInput
        label={t('times.least')}
        description={t('times.hint')}
        value={times.at_least}
        read={optionalWhole}
        onChange={(value) => setTimes('at_least', value)}
        error={errorAt(`${at}/times/at_least`)}
      />
      <TypedInput
        label={t('times.most')}
        description={t('times.most.hint')}
        value={times.at_most}
        read={optionalWhole}
        onChange={(value) => setTimes('at_most', value)}
        error={errorAt(`${at}/times/at_most`)}
      />
      <NativeSelect
        label={t('period')}
        value={period}
        data={periods.map((each) => ({ value: each, label: t(`period.${each}`) }))}
        onChange={(event) => onChange(withMember(leaf, 'within', startOf[event.currentTarget.value as Period]))}
      />
      {period === 'last_days' && (
        <TypedInput
          label={t('operand.days')}
          value={within.last_days}
          read={wholeOrNull}
          onChange={(days) => onChange({ ...leaf, within: { last_days: days ?? null } })}
          error={errorAt(`${at}/within/last_days`)}
        />
      )}
      {period === 'between' && end('from')}
      {period === 'between' && end('to')}
    </div>
  );
}
