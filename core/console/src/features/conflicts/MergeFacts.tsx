// SPDX-License-Identifier: Apache-2.0
import { Time } from '../../ui/Time';
import { CellText } from './CellText';
import table from './comparison.module.css';
import type { Naming } from './compare';
import classes from './conflicts.module.css';
import type { Merge } from './lists';
import { useNaming } from './naming';
import { peopleOf, usePeople } from './people';
import { PersonWithId } from './PersonLink';
import { useText } from './text';
import { useWords } from './words';

type Choice = Merge['choices'][number];

function valueText(choice: Choice, value: unknown, naming: Naming): string {
  if (value === null || value === undefined) return '';
  return choice.element ?? naming.value(choice.key, value);
}

function Choices({ choices }: { choices: readonly Choice[] }) {
  const t = useText();
  const naming = useNaming();
  return (
    <table role="table" aria-label={t('merge.choices')} className={table.table}>
      <thead role="rowgroup">
        <tr role="row">
          {(['compare.field', 'merge.value', 'merge.insteadOf', 'merge.why'] as const).map((key) => (
            <th key={key} role="columnheader" scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {choices.map((choice) => (
          <tr key={`${choice.key}/${choice.element ?? ''}`} role="row">
            <th role="rowheader" scope="row" className={table.field}>
              <bdi>{choice.key === 'tags' ? naming.tags : naming.field(choice.key)}</bdi>
            </th>
            <td role="cell">
              <CellText cell={{ text: valueText(choice, choice.value, naming) }} />
            </td>
            <td role="cell">
              <span className={table.place} aria-hidden>
                {t('merge.insteadOf')}
              </span>
              <CellText cell={{ text: valueText(choice, choice.instead_of, naming) }} />
            </td>
            <td role="cell">{t(`why.${choice.why}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MergeFacts({ merge }: { merge: Merge }) {
  const t = useText();
  const words = useWords();
  const people = usePeople([merge.survivor, merge.absorbed]);
  const [survivor, absorbed] = peopleOf(merge, people);
  const joined = [merge.joined_a, merge.joined_b].flatMap((each) => (each ? [each] : []));
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('merge.survivor')}</dt>
        <dd>
          <PersonWithId id={merge.survivor} person={survivor} />
        </dd>
        <dt>{t('merge.absorbed')}</dt>
        <dd>
          <PersonWithId id={merge.absorbed} person={absorbed} />
        </dd>
        <dt>{t('column.at')}</dt>
        <dd>
          <Time value={merge.at} />
        </dd>
        <dt>{t('column.rule')}</dt>
        <dd>{words.rule(merge)}</dd>
        <dt>{t('column.by')}</dt>
        <dd className="foreign">{words.source(merge.observation)}</dd>
        {joined.length > 0 && (
          <>
            <dt>{t('merge.joined')}</dt>
            <dd>
              {joined.map((each) => (
                <div key={`${each.type}:${each.value}`} className="foreign">
                  {words.type(each.type)}: <bdi dir="ltr">{each.value}</bdi>
                </div>
              ))}
            </dd>
          </>
        )}
        {merge.reason && (
          <>
            <dt>{t('column.reason')}</dt>
            <dd className="foreign">{merge.reason}</dd>
          </>
        )}
        {merge.undone && (
          <>
            <dt>{t('merge.undone')}</dt>
            <dd className="foreign">
              {words.source(merge.undone.observation)} · <Time value={merge.undone.at} />
              {merge.undone.reason && (
                <>
                  {' '}
                  · <bdi>{merge.undone.reason}</bdi>
                </>
              )}
            </dd>
          </>
        )}
      </dl>
      {merge.choices.length > 0 && <Choices choices={merge.choices} />}
    </>
  );
}
