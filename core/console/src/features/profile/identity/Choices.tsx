// SPDX-License-Identifier: Apache-2.0
import { useFields } from '../../../api/whole_list';
import type { Schema } from '../../../api/types';
import { useFieldName } from '../../../ui/field_name';
import { useFieldText } from '../../../ui/field_text';
import { LongText } from '../LongText';
import classes from '../profile.module.css';
import { useText } from '../text';

/** Field by field, what a merge chose over what, and why. */
export function Choices({ choices }: { choices: Schema<'Choices'> }) {
  const t = useText();
  const fields = useFields();
  const nameOf = useFieldName();
  const textOf = useFieldText();
  if (choices.length === 0) return null;
  const field = (key: string) => fields.data?.find((each) => each.key === key);
  const text = (key: string, value: unknown) => {
    const known = field(key);
    const said = known ? textOf(known, value) : value === null || value === undefined ? '' : JSON.stringify(value);
    return said === '' ? t('value.none') : said;
  };
  return (
    <details className={classes.details}>
      <summary>{t('choices', { count: choices.length })}</summary>
      <div className={classes.scrolls} tabIndex={0} role="group" aria-label={t('choices.table')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('choices.field')}</th>
              <th scope="col">{t('choices.value')}</th>
              <th scope="col">{t('choices.insteadOf')}</th>
              <th scope="col">{t('choices.why')}</th>
            </tr>
          </thead>
          <tbody>
            {choices.map((each, index) => {
              const known = field(each.key);
              return (
                <tr key={index}>
                  <th scope="row" className="foreign">
                    {known ? nameOf(known) : each.key}
                  </th>
                  <td>
                    <LongText text={each.element ?? text(each.key, each.value)} />
                  </td>
                  <td>
                    <LongText text={text(each.key, each.instead_of)} />
                  </td>
                  <td>{t(`chosen.${each.why}`)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
