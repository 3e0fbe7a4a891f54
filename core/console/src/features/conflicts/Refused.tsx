// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { useOpenText } from '../../i18n/text';
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
      <p className="foreign">{words.refusal(refused, prohibition?.observation)}</p>
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

/** What can be done about each cause, once for all that have the same. */
function useWays(refused: readonly Schema<'RefusedMerge'>[]): string[] {
  const t = useText();
  const open = useOpenText('conflicts');
  return [...new Set(refused.map(({ code }) => open(`way.${code}`) ?? t('way.other')))];
}

/** Why the rules allow no merge, and what one can do about it. */
export function Refused({ refused }: { refused: readonly Schema<'RefusedMerge'>[] }) {
  const t = useText();
  const ways = useWays(refused);
  if (refused.length === 0) return null;
  return (
    <Alert color="orange" role="status" icon={<Icon name="ban" />} title={t('refused.title')}>
      <ul className={classes.reasons}>
        {refused.map((each, index) => (
          <Reason key={index} refused={each} />
        ))}
      </ul>
      {ways.map((way) => (
        <p key={way} className={classes.flat}>
          {way}
        </p>
      ))}
    </Alert>
  );
}
