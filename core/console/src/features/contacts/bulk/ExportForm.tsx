// SPDX-License-Identifier: Apache-2.0
import { Checkbox, Fieldset, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ErrorState } from '../../../ui/ErrorState';
import { useIdentifierType } from '../../../ui/identifier_type';
import { LoadingState } from '../../../ui/LoadingState';
import { useText } from '../text';
import { useAddressKinds } from './address_kinds';
import type { BulkFormProps } from './BulkForm';
import { FormFrame } from './FormFrame';
import { useTableColumns } from './table_columns';

interface KindsProps {
  all: readonly string[];
  chosen: readonly string[];
  onChoose: (next: string[]) => void;
}

function Kinds({ all, chosen, onChoose }: KindsProps) {
  const t = useText();
  const typeName = useIdentifierType();
  return (
    <Fieldset legend={t('export.kinds')}>
      <Stack gap="xs">
        <Text size="sm">{t('export.kinds.explain')}</Text>
        {all.map((kind) => (
          <Checkbox
            key={kind}
            label={<bdi>{typeName(kind)}</bdi>}
            checked={chosen.includes(kind)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              onChoose(all.filter((each) => (each === kind ? checked : chosen.includes(each))));
            }}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

/** Which kinds of address the table is to have, if it has any. */
export function ExportForm({ count, columns, onSave, onClose }: BulkFormProps) {
  const t = useText();
  const tableOf = useTableColumns();
  const hasAddresses = columns.some(({ plain }) => plain === 'addresses');
  const { kinds, error, retry } = useAddressKinds(hasAddresses);
  const [ticked, setTicked] = useState<readonly string[] | undefined>(undefined);
  const chosen = ticked ?? kinds?.usual ?? [];
  const isReady = count > 0 && (kinds !== undefined || !hasAddresses);
  return (
    <FormFrame label={t('export.save')} ready={isReady} onSubmit={() => onSave(tableOf(columns, chosen))} onClose={onClose}>
      <Text>
        {t('export.explain')} {!hasAddresses && t('export.noAddresses', { column: t('column.reach') })}
      </Text>
      {hasAddresses && error && <ErrorState error={error} onRetry={retry} />}
      {hasAddresses && !kinds && !error && <LoadingState />}
      {hasAddresses && kinds && <Kinds all={kinds.all} chosen={chosen} onChoose={setTicked} />}
    </FormFrame>
  );
}
