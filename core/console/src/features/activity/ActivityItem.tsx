// SPDX-License-Identifier: Apache-2.0
import { memo, useId } from 'react';
import { useOpenText } from '../../i18n/text';
import { channelIcon, useChannelName } from '../../ui/channel';
import { Icon } from '../../ui/Icon';
import { shownAddress } from '../../ui/identifier';
import { StatusBadge, ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import type { Activity } from './activity';
import classes from './activity.module.css';
import { ActivityDetails } from './ActivityDetails';
import { RepeatNote } from './RepeatNote';
import { useText } from './text';

interface ActivityItemProps {
  activity: Activity;
  /** It came since the list was opened. */
  isFresh: boolean;
  isOpen: boolean;
  onToggle: (id: string) => void;
}

/** What it is called: the message, or what happened. */
function useTitle(): (activity: Activity) => string {
  const t = useText();
  const open = useOpenText('activity');
  return ({ kind, event, message }) => {
    if (kind === 'message') return message?.name || message?.id || t('untitled.message');
    if (event) return open(`event.${event}`) ?? event;
    return message?.name || t(kind === 'order' ? 'untitled.order' : 'untitled.event');
  };
}

function MachineMark({ activity }: { activity: Activity }) {
  const t = useText();
  const byMachine = new Set(activity.status_history.flatMap((each) => (each.machine ? [each.status] : [])));
  if (byMachine.size === 0) return null;
  const what = byMachine.has('clicked') ? 'clicked' : byMachine.has('read') ? 'read' : 'other';
  return (
    <ToneBadge tone="neutral" icon="settings">
      {t(`machine.mark.${what}`)}
    </ToneBadge>
  );
}

export const ActivityItem = memo(function ActivityItem(props: ActivityItemProps) {
  const { activity, isFresh, isOpen, onToggle } = props;
  const t = useText();
  const titleOf = useTitle();
  const channelName = useChannelName();
  const details = useId();
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <span className={classes.icon}>
          <Icon name={channelIcon(activity.channel)} />
        </span>
        <div className={classes.what}>
          <button
            type="button"
            className={classes.title}
            aria-expanded={isOpen}
            aria-controls={isOpen ? details : undefined}
            onClick={() => onToggle(activity.id)}
          >
            <bdi>{titleOf(activity)}</bdi>
          </button>
          <span className={classes.meta}>
            <bdi>{channelName(activity.channel)}</bdi>
            {activity.endpoint && <bdi dir="ltr" className={classes.address}>{shownAddress(activity.endpoint.value)}</bdi>}
          </span>
        </div>
        <span className={classes.marks}>
          {isFresh && (
            <ToneBadge tone="info" icon="bolt">
              {t('fresh')}
            </ToneBadge>
          )}
          {activity.repeat && <StatusBadge status="repeat" />}
          <MachineMark activity={activity} />
          {activity.status && <StatusBadge status={activity.status} />}
        </span>
        <span className={classes.time}>
          <Time value={activity.at} />
        </span>
        <span className={classes.chevron} data-open={isOpen || undefined}>
          <Icon name="chevronDown" />
        </span>
      </div>
      {activity.repeat && <RepeatNote repeat={activity.repeat} />}
      {isOpen && (
        <div id={details} className={classes.details}>
          <ActivityDetails activity={activity} />
        </div>
      )}
    </li>
  );
});
