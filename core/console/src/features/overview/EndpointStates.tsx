// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { useChannels } from '../../api/whole_list';
import { useIdentifierType } from '../../ui/identifier_type';
import { Card } from '../../ui/Page';
import { useReasonText } from '../../ui/reason';
import { StatusBadge } from '../../ui/StatusBadge';
import { CountedRows } from './CountedRows';
import { contactsIn } from './links';
import type { Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

type EndpointState = Overview['endpoint_states'][number];

/** With the way to those who have such an address. */
function Reason({ of, search }: { of: EndpointState; search: ReturnType<typeof contactsIn> }) {
  const t = useText();
  const reasonText = useReasonText();
  const text = of.reason ? reasonText(of.reason) : t('states.noReason');
  const className = `foreign ${classes.reason}`;
  if (!search) return <span className={className}>{text}</span>;
  return (
    <Link to="/contacts" search={search} className={className}>
      {text}
    </Link>
  );
}

/** Why how many addresses can't be written to. */
export function EndpointStates({ states }: { states: readonly EndpointState[] }) {
  const t = useText();
  const typeName = useIdentifierType();
  const channels = useChannels().data ?? [];
  const ways = new Map(states.map((each) => [each, contactsIn(each, channels)]));
  const sorted = [...states].sort((a, b) => b.count - a.count);
  return (
    <Card title={t('states')}>
      {[...ways.values()].some(Boolean) && <p className={classes.lead}>{t('states.ways')}</p>}
      {sorted.length === 0 ? (
        <p className={classes.none}>{t('states.none')}</p>
      ) : (
        <CountedRows
          label={t('states')}
          heads={[t('states.state'), t('states.reason'), t('states.type'), t('states.count')]}
          rows={sorted.map((each) => ({
            key: `${each.type} ${each.state} ${each.reason ?? ''}`,
            cells: [
              <StatusBadge key="state" status={each.state} />,
              <Reason key="reason" of={each} search={ways.get(each)} />,
              <bdi key="type">{typeName(each.type)}</bdi>,
            ],
            count: each.count,
          }))}
        />
      )}
    </Card>
  );
}
