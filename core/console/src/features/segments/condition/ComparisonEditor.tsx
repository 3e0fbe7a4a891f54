// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useText } from '../text';
import { operatorOf, shapeOf, withOperator, type Operator } from './comparison';
import { wholeOrNull, type ValueKind } from './constant';
import { ConstantInput, TypedInput, type Choice } from './ConstantInput';
import { useErrorAt } from './context';
import { ListInput } from './ListInput';
import { withMember, type JsonObject } from './tree';

interface OperandsProps {
  /** Holds `is` and what belongs to it. */
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  kind: ValueKind;
  choices?: readonly Choice[] | undefined;
  at: string;
}

/** What an operator compares with. */
export function Operands({ value, onChange, kind, choices, at }: OperandsProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const is = operatorOf(value);
  if (!is) return null;
  const one = (name: 'value' | 'from' | 'to', isPart = false) => (
    <ConstantInput
      label={t(`operand.${name}`)}
      value={value[name]}
      onChange={(next) => onChange({ ...value, [name]: next })}
      kind={isPart ? 'text' : kind}
      choices={isPart ? undefined : choices}
      error={errorAt(`${at}/${name}`)}
    />
  );
  switch (shapeOf(is)) {
    case 'none':
      return null;
    case 'one':
      // What a text begins with is no whole choice.
      return one('value', is === 'starts_with');
    case 'two':
      return (
        <>
          {one('from')}
          {one('to')}
        </>
      );
    case 'list':
      return (
        <ListInput
          label={t('operand.values')}
          values={Array.isArray(value.values) ? value.values : []}
          onChange={(values) => onChange({ ...value, values })}
          kind={kind}
          choices={choices}
          error={errorAt(`${at}/values`)}
        />
      );
    case 'days':
      return (
        <TypedInput
          label={t('operand.days')}
          value={value.days}
          read={(text) => (is === 'anniversary' && text.trim() === '' ? undefined : wholeOrNull(text))}
          onChange={(days) => onChange(withMember(value, 'days', days))}
          error={errorAt(`${at}/days`)}
        />
      );
  }
}

interface ComparisonEditorProps extends OperandsProps {
  operators: readonly Operator[];
  /** What it is called if nothing has to be compared. */
  anyLabel?: string;
}

export function ComparisonEditor({ operators, anyLabel, ...props }: ComparisonEditorProps) {
  const t = useText();
  const errorAt = useErrorAt();
  const { value, onChange, at, kind } = props;
  const is = operatorOf(value);
  const shown = is && !operators.includes(is) ? [is, ...operators] : operators;
  const isTime = kind === 'date' || kind === 'time';
  const label = (each: Operator) => {
    if (isTime && each === 'less') return t('is.before');
    if (isTime && each === 'greater') return t('is.after');
    return t(`is.${each}`);
  };
  const data = shown.map((each) => ({ value: each as string, label: label(each) }));
  return (
    <>
      <NativeSelect
        label={t('operator')}
        value={is ?? ''}
        error={errorAt(`${at}/is`)}
        onChange={(event) => onChange(withOperator(value, operators.find((each) => each === event.currentTarget.value)))}
        data={anyLabel ? [{ value: '', label: anyLabel }, ...data] : data}
      />
      <Operands {...props} />
    </>
  );
}
