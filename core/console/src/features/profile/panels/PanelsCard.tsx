// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { useFormat } from '../../../i18n/format';
import { useChannelName } from '../../../ui/channel';
import { Card } from '../../../ui/Page';
import { StatusBadge } from '../../../ui/StatusBadge';
import { useText as useUiText } from '../../../ui/text';
import { Time } from '../../../ui/Time';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { columnsOf, isObject, isTime } from '../shape';
import { useText } from '../text';
import { useMemberName } from './member_name';
import { panelsOf } from './panels';

/** Any JSON that a plugin wrote, as far as one can read it without knowing what it means. */
function Content({ value, name }: { value: unknown; name: string }) {
  const t = useText();
  const ui = useUiText();
  const format = useFormat();
  const memberName = useMemberName();
  if (value === null || value === undefined || value === '') return <span className={classes.dimmed}>{t('value.none')}</span>;
  if (typeof value === 'boolean') return <>{ui(value ? 'value.yes' : 'value.no')}</>;
  if (typeof value === 'number') return <>{format.number(value)}</>;
  if (isTime(value)) return <Time value={value} />;
  if (typeof value === 'string') return name === 'state' || name === 'status' ? <StatusBadge status={value} /> : <LongText text={value} />;
  if (isObject(value)) {
    return <Facts facts={Object.entries(value).map(([key, each]) => [memberName(key, name), <Content key={key} name={key} value={each} />])} />;
  }
  const list = value as unknown[];
  if (list.length === 0) return <span className={classes.dimmed}>{t('value.none')}</span>;
  return list.every(isObject) ? <Rows rows={list} name={name} /> : <LongText text={list.map((each) => JSON.stringify(each)).join(', ')} />;
}

function Rows({ rows, name }: { rows: readonly Record<string, unknown>[]; name: string }) {
  const memberName = useMemberName();
  const columns = columnsOf(rows);
  return (
    <div className={classes.scrolls} tabIndex={0} role="group" aria-label={memberName(name)}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {memberName(column, name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column}>
                  <Content name={column} value={row[column]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the plugin of each channel adds about the person. */
export function PanelsCard() {
  const t = useText();
  const channelName = useChannelName();
  const memberName = useMemberName();
  const { profile } = useProfile();
  const panels = panelsOf(profile);
  if (panels.length === 0) return null;
  return (
    <Card title={t('panels')}>
      {panels.map(([channel, members]) => (
        <section key={channel} className={classes.group}>
          <Title order={3}>
            <bdi>{channelName(channel)}</bdi>
          </Title>
          {members.map(([member, value]) => (
            <div key={member} className={classes.panel}>
              <p className={classes.kind}>{memberName(member)}</p>
              <Content name={member} value={value} />
            </div>
          ))}
        </section>
      ))}
    </Card>
  );
}
