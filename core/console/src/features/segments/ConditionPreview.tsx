// SPDX-License-Identifier: Apache-2.0
import { Button, Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isProblem } from '../../api/problem';
import { Card } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { useProblemText } from '../../ui/problem_text';
import { useText as useSharedText } from '../../ui/text';
import type { Preview } from './preview';
import classes from './segments.module.css';
import { useText } from './text';

function Failure({ preview }: { preview: Preview }) {
  const t = useText();
  const shared = useSharedText();
  const say = useProblemText();
  const isPlaced = isProblem(preview.error, 400) && preview.errors.length > 0;
  return (
    <div className={classes.stack}>
      <p className="foreign">{isPlaced ? t('preview.wrong') : say(preview.error)}</p>
      {!isPlaced && (
        <Button variant="default" size="compact-sm" onClick={preview.retry}>
          {shared('retry')}
        </Button>
      )}
    </div>
  );
}

function Count({ preview }: { preview: Preview }) {
  const t = useText();
  if (preview.isUnfinished) return <p className={classes.faint}>{t('preview.unfinished')}</p>;
  if (preview.error) return <Failure preview={preview} />;
  if (preview.count === undefined) return <p>{t('preview.counting')}</p>;
  return <p className={classes.count}>{t('preview.count', { count: preview.count })}</p>;
}

/** How many people a condition holds for, exactly, and some of them. */
export function ConditionPreview({ preview }: { preview: Preview }) {
  const t = useText();
  const { sample, count } = preview;
  const isShown = !preview.error && sample.length > 0;
  return (
    <Card title={t('preview')} actions={preview.isCounting ? <Loader size="xs" aria-hidden /> : undefined}>
      <div role="status" aria-busy={preview.isCounting}>
        <Count preview={preview} />
      </div>
      {isShown && (
        <>
          <p className={classes.faint}>{count !== undefined && count > sample.length ? t('preview.some') : t('preview.all')}</p>
          <ul className={classes.people} aria-label={t('preview.people')}>
            {sample.map((person) => (
              <li key={person.id}>
                <Link to="/contacts/$ref" params={{ ref: person.id }} className={classes.name}>
                  <bdi>{personName(person)}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
