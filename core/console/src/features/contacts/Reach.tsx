// SPDX-License-Identifier: Apache-2.0
import { channelIcon } from '../../ui/channel';
import { Icon } from '../../ui/Icon';
import { isSuppressed, shownAddress } from '../../ui/identifier';
import { useIdentifierType } from '../../ui/identifier_type';
import { RoleBadge } from '../../ui/RoleBadge';
import { StatusBadge } from '../../ui/StatusBadge';
import classes from './contacts.module.css';
import type { Address } from './reach_order';
import { useText } from './text';

const longestTitle = 500;

/** There is room for one: a state that forbids to write is the more serious. */
function Mark({ address }: { address: Address }) {
  const { role, endpoint } = address;
  if (role === 'claimed' && !isSuppressed(address)) return <RoleBadge role={role} />;
  return endpoint && endpoint.state !== 'active' ? <StatusBadge status={endpoint.state} /> : null;
}

const textOf = ({ given }: Address) => shownAddress(given);

/** How many have no room, and whether one of them must not be written to. */
function More({ hidden }: { hidden: readonly Address[] }) {
  const t = useText();
  const isWarned = hidden.some(isSuppressed);
  return (
    <span className={classes.more} data-warned={isWarned || undefined} title={hidden.map(textOf).join('\n').slice(0, longestTitle)}>
      {isWarned && <Icon name="ban" size={14} label={t('reach.more.suppressed')} />}
      <bdi dir="ltr">{t('reach.more', { count: hidden.length })}</bdi>
    </span>
  );
}

/** An address that can't be written to, or is only claimed, is never taken for one that can: what says so is never cut. */
export function Reach({ addresses, most }: { addresses: readonly Address[]; most: number }) {
  const typeName = useIdentifierType();
  const shown = addresses.slice(0, most);
  const hidden = addresses.slice(most);
  return (
    <span className={classes.reach}>
      {shown.map((each) => (
        <span key={`${each.type}:${each.value}`} className={classes.line}>
          <span className={classes.address}>
            {each.type !== 'email' && each.type !== 'phone' && (
              <Icon name={channelIcon(each.endpoint?.channel ?? '')} size={14} label={typeName(each.type)} />
            )}
            <bdi dir="ltr" title={each.given.slice(0, longestTitle)}>
              {textOf(each)}
            </bdi>
            <Mark address={each} />
          </span>
          {hidden.length > 0 && each === shown.at(-1) && <More hidden={hidden} />}
        </span>
      ))}
    </span>
  );
}
