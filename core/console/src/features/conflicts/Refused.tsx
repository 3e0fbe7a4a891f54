// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { Icon } from '../../ui/Icon';
import { Time } from '../../ui/Time';
import classes from './conflicts.module.css';
import { useText } from './text';
import { useWords } from './words';

function Reason({ refused }: { refused: Schema<'RefusedMerge'> }) {
  const t = useText();
  const words = useWords();
  const { identifier, must_not_link: prohibition } = refused;
  return (
    <li className={classes.reason}>
      <p>{words.refusal(refused)}</p>
      {identifier && (
        <p className="foreign">
          {words.type(identifier.type)}: <bdi dir="ltr">{identifier.value}</bdi>
        </p>
      )}
      {prohibition && (
        <p className="foreign">
          <bdi>{prohibition.reason}</bdi> · {words.source(prohibition.observation)} · <Time value={prohibition.at} />{' '}
          <Link to="/conflicts" search={{ list: 'prohibitions', profile: prohibition.between[0] }}>
            {t('refused.prohibition')}
          </Link>
        </p>
      )}
      {refused.evidence.map((each, index) => (
        <p key={each?.id ?? index} className={`foreign ${classes.faint}`}>
          {words.source(each)}
          {each && (
            <>
              {' '}
              · <Time value={each.observed_at} />
            </>
          )}
        </p>
      ))}
    </li>
  );
}

/** Why the rules allow no merge, and that one can do something about it. */
export function Refused({ refused }: { refused: readonly Schema<'RefusedMerge'>[] }) {
  const t = useText();
  if (refused.length === 0) return null;
  return (
    <Alert color="orange" role="status" icon={<Icon name="ban" />} title={t('refused.title')}>
      <ul className={classes.reasons}>
        {refused.map((each, index) => (
          <Reason key={index} refused={each} />
        ))}
      </ul>
      <p className={classes.flat}>{t('refused.way')}</p>
    </Alert>
  );
}
