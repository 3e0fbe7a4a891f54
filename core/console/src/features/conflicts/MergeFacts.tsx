// SPDX-License-Identifier: Apache-2.0
import { FoldingCell, FoldingHead, FoldingTable } from '../../ui/FoldingTable';
import { Time } from '../../ui/Time';
import { CellText } from './CellText';
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
    <FoldingTable
      label={t('merge.choices')}
      heads={(['compare.field', 'merge.value', 'merge.insteadOf', 'merge.why'] as const).map((key) => t(key))}
    >
      {choices.map((choice) => (
        <tr key={`${choice.key}/${choice.element ?? ''}`} role="row">
          <FoldingHead>
            <bdi>{choice.key === 'tags' ? naming.tags : naming.field(choice.key)}</bdi>
          </FoldingHead>
          <FoldingCell>
            <CellText cell={{ text: valueText(choice, choice.value, naming) }} />
          </FoldingCell>
          <FoldingCell place={t('merge.insteadOf')}>
            <CellText cell={{ text: valueText(choice, choice.instead_of, naming) }} />
          </FoldingCell>
          <FoldingCell>{t(`why.${choice.why}`)}</FoldingCell>
        </tr>
      ))}
    </FoldingTable>
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
