// SPDX-License-Identifier: Apache-2.0
import { Card } from '../../ui/Page';
import { useFormat } from '../../i18n/format';
import classes from './conflicts.module.css';
import type { Duplicate } from './lists';
import { useNaming } from './naming';
import { useText } from './text';
import { useWords } from './words';

function Values({ reason }: { reason: Duplicate['reasons'][number] }) {
  const words = useWords();
  const naming = useNaming();
  if (reason.identifiers) {
    return reason.identifiers.map((each) => (
      <p key={`${each.type}:${each.value}`} className={`foreign ${classes.faint}`}>
        {words.type(each.type)}: <bdi dir="ltr">{each.value}</bdi>
      </p>
    ));
  }
  const texts = (reason.fields ?? []).map((side) =>
    Object.entries(side)
      .filter(([, value]) => value)
      .map(([key, value]) => `${naming.field(key)}: ${value ?? ''}`)
      .join(' · '),
  );
  return texts.map((text, index) => (
    <p key={index} className={`foreign ${classes.faint}`}>
      {text}
    </p>
  ));
}

/** How certain it is that the two are one, and by what. */
export function DuplicateReasons({ duplicate }: { duplicate: Duplicate }) {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('duplicate.why', { score: format.percent(duplicate.score / 100) })}>
      <ul className={classes.list}>
        {duplicate.reasons.map((reason) => (
          <li key={reason.code} className={classes.item}>
            <p>
              {t(`agreement.${reason.code}`)} <span className={classes.faint}>{t('duplicate.alone', { score: format.percent(reason.score / 100) })}</span>
            </p>
            <Values reason={reason} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
