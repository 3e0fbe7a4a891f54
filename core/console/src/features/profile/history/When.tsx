// SPDX-License-Identifier: Apache-2.0
import { Time } from '../../../ui/Time';
import classes from '../profile.module.css';
import { useText } from '../text';
import { isDatedOtherwise, type Dated } from './dated';

/** Data that is handed in later says of when it is: both, if that is another time than when it was written down. */
export function When({ change }: { change: Dated }) {
  const t = useText();
  if (!isDatedOtherwise(change)) return <Time value={change.at} />;
  return (
    <span className={classes.when}>
      <span>
        {t('changes.recorded')} <Time value={change.observation?.received_at} />
      </span>
      <span className={classes.dimmed}>
        {t('changes.dated')} <Time value={change.at} />
      </span>
    </span>
  );
}
