// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core';
import type { Schema } from '../../api/types';
import { useFieldName } from '../../ui/field_name';
import { Icon } from '../../ui/Icon';
import { builtInColumns, fieldPrefix } from './columns';
import { useText } from './text';

interface ColumnsMenuProps {
  chosen: readonly string[];
  fields: readonly Schema<'Field'>[];
  onChoose: (next: string[]) => void;
}

/** Fields that a column of the list shows already. */
const hasOwnColumn = new Set(['tags']);

export function ColumnsMenu({ chosen, fields, onChoose }: ColumnsMenuProps) {
  const t = useText();
  const nameOf = useFieldName();
  const offered = [
    ...builtInColumns.map((id) => ({ id: id as string, label: t(`column.${id}`) })),
    ...fields
      .filter((field) => !field.archived && !hasOwnColumn.has(field.key))
      .map((field) => ({ id: fieldPrefix + field.key, label: nameOf(field) })),
  ];
  function toggle(id: string) {
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  }
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" />}>
          {t('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ScrollArea.Autosize mah={400} type="auto">
          <Stack gap="xs" role="group" aria-label={t('columns')}>
            {offered.map(({ id, label }) => (
              <Checkbox
                key={id}
                label={label}
                checked={chosen.includes(id)}
                disabled={id === 'name'}
                onChange={() => toggle(id)}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
