// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useText } from '../text';
import { comparisonOf, formOfMember, type MemberForm } from './activity';
import { Operands } from './ComparisonEditor';
import { withOperator, type Operator } from './comparison';
import type { ValueKind } from './constant';
import { useErrorAt } from './context';
import { isObject, type Json, type JsonObject } from './tree';

const kinds: Partial<Record<MemberForm, ValueKind>> = {
  'equals:number': 'number',
  'equals:boolean': 'boolean',
  less: 'number',
  greater: 'number',
  between: 'number',
};
/** Of numbers null: not there yet. */
function blankOf(kind: ValueKind): Json {
  if (kind === 'boolean') return true;
  return kind === 'number' ? null : '';
}

/** What was compared with, as far as it is of the kind that the other form takes. */
function inForm(member: Json, form: MemberForm): JsonObject {
  const before = comparisonOf(member);
  const is = form.split(':')[0] as Operator;
  const kind = kinds[form] ?? 'text';
  const next = withOperator(before, is);
  const type = kind === 'text' ? 'string' : kind;
  const fits = (value: Json | undefined) => typeof value === type;
  if (Array.isArray(next.values)) return { ...next, values: next.values.filter(fits) };
  const given = next.value ?? next.from;
  const first = given !== undefined && fits(given) ? given : blankOf(kind);
  if (is === 'between') return { is, from: first, to: next.to !== undefined && fits(next.to) ? next.to : null };
  return is === 'known' ? { is } : { is, value: first };
}

interface MemberEditorProps {
  label: string;
  value: Json;
  onChange: (value: Json) => void;
  forms: readonly MemberForm[];
  at: string;
}

/** A member of an activity; a constant alone stays one as long as it is equal that is asked for. */
export function MemberEditor({ label, value, onChange, forms, at }: MemberEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const form = formOfMember(value) ?? 'equals:text';
  const isAlone = !isObject(value);
  return (
    <>
      <NativeSelect
        label={label}
        value={form}
        error={errorAt(`${at}/is`) ?? (isAlone ? errorAt(at) : undefined)}
        data={forms.map((each) => ({ value: each, label: t(forms.includes('equals:number') ? `form.${each}` : `form.text.${each as 'one_of'}`) }))}
        onChange={(event) => onChange(inForm(value, event.currentTarget.value as MemberForm))}
      />
      <Operands
        value={comparisonOf(value)}
        onChange={(next) => onChange(isAlone ? (next.value ?? null) : next)}
        kind={kinds[form] ?? 'text'}
        at={at}
      />
    </>
  );
}
