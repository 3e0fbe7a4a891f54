// SPDX-License-Identifier: Apache-2.0
import { useIdentifierType } from '../../ui/identifier_type';
import { Card } from '../../ui/Page';
import { useReasonText } from '../../ui/reason';
import { StatusBadge } from '../../ui/StatusBadge';
import { CountedRows } from './CountedRows';
import type { Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

/** Why how many addresses can't be written to. */
export function EndpointStates({ states }: { states: Overview['endpoint_states'] }) {
  const t = useText();
  const reasonText = useReasonText();
  const typeName = useIdentifierType();
  const sorted = [...states].sort((a, b) => b.count - a.count);
  return (
    <Card title={t('states')}>
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
              <span key="reason" className={`foreign ${classes.reason}`}>
                {each.reason ? reasonText(each.reason) : t('states.noReason')}
              </span>,
              <bdi key="type">{typeName(each.type)}</bdi>,
            ],
            count: each.count,
          }))}
        />
      )}
    </Card>
  );
}
