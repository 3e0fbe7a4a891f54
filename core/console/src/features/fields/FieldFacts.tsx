// SPDX-License-Identifier: Apache-2.0
import { Stack } from '@mantine/core';
import type { Schema } from '../../api/types';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useOpenText } from '../../i18n/text';
import { useGroupName } from '../profile/fields/use_group_name';
import { useCatalogue } from '../settings/lists';
import { ReadValue } from '../settings/ReadValue';
import classes from '../settings/settings.module.css';
import { useShow } from '../settings/show';
import { useText as useSettingsText } from '../settings/text';
import { choicesOf } from './choices';
import type { FieldForm, Options } from './field_form';
import { useText } from './text';
import { useTypeName } from './type_name';

/** The values of a choice, with what people read in their place. */
function ReadChoices({ options }: { options: Options }) {
  const t = useText();
  const { language } = useLanguageState();
  return (
    <ReadValue label={t('option.choices')}>
      <ul className={classes.list}>
        {choicesOf(options.choices).map(({ value, labels }) => {
          const label = nameIn(Object.fromEntries(labels), language, value);
          return (
            <li key={value}>
              <bdi>{label}</bdi>
              {label !== value && (
                <>
                  {' '}
                  <bdi className={classes.code}>{value}</bdi>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </ReadValue>
  );
}

function useDefaultText(form: FieldForm): string {
  const t = useText();
  const settings = useSettingsText();
  const { language } = useLanguageState();
  const shown = form.display_default;
  if (!shown) return t('display_default.none');
  const choice = choicesOf(form.options.choices).find((each) => each.value === shown);
  if (choice) return nameIn(Object.fromEntries(choice.labels), language, shown);
  return form.type === 'boolean' ? settings(shown === 'true' ? 'yes' : 'no') : shown;
}

/** All of a field but its key and its names, to be looked at. */
export function FieldFacts({ form, type }: { form: FieldForm; type: Schema<'FieldType'> | undefined }) {
  const t = useText();
  const settings = useSettingsText();
  const open = useOpenText('fields');
  const show = useShow();
  const groupName = useGroupName();
  const typeName = useTypeName();
  const groups = useCatalogue<Schema<'FieldGroup'>>('/v1/field-groups').data ?? [];
  const group = groups.find((each) => each.key === form.group);
  const defaultText = useDefaultText(form);
  const options = Object.keys(form.options);
  const yesOrNo = (value: boolean) => settings(value ? 'yes' : 'no');
  return (
    <Stack>
      <ReadValue label={t('group')}>{group ? groupName(group) : form.group || t('group.none')}</ReadValue>
      <ReadValue label={t('type')}>{typeName(form.type)}</ReadValue>
      {options.includes('choices') && <ReadChoices options={form.options} />}
      {options
        .filter((name) => name !== 'choices')
        .map((name) => (
          <ReadValue key={name} label={open(`option.${name}`) ?? name}>
            <bdi>{show(form.options[name])}</bdi>
          </ReadValue>
        ))}
      {!type?.set && <ReadValue label={t('display_default')}>{defaultText}</ReadValue>}
      {!type?.set && <ReadValue label={t('merge_rule')}>{t(`merge_rule.${form.merge_rule}`)}</ReadValue>}
      <ReadValue label={t('personal')}>{yesOrNo(form.personal)}</ReadValue>
      <ReadValue label={t('indexed')}>{yesOrNo(form.indexed)}</ReadValue>
    </Stack>
  );
}
