// SPDX-License-Identifier: Apache-2.0
import { useOpenText } from '../i18n/text';
import { Icon, type IconName } from './Icon';
import { lookOf, type Tone } from './status';
import classes from './StatusBadge.module.css';

/** A coloured word with an icon: the colour never says anything alone. */
export function ToneBadge({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) {
  return (
    <span className={`${classes.badge} ${classes[tone]}`}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}

/** A state of the API: of an endpoint, a subscription, an activity. One that is unknown here shows its name. */
export function StatusBadge({ status, label }: { status: string; label?: string }) {
  const open = useOpenText('ui');
  return <ToneBadge {...lookOf(status)}>{label ?? open(`status.${status}`) ?? status}</ToneBadge>;
}
