// SPDX-License-Identifier: Apache-2.0
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { useIdentifierType } from '../../ui/identifier_type';
import { Card } from '../../ui/Page';
import { StatusBadge, ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { Facts } from './Facts';
import { LongText } from './LongText';
import { useProfile, type Listed } from './profile';
import classes from './profile.module.css';
import { objectsIn, textIn } from './shape';
import { useText } from './text';

/** What is known of the devices that have no application: of what they are, their identifier alone. */
const deviceTypes = new Set(['device_id', 'cookie']);

function Application({ application, listed }: { application: Record<string, unknown>; listed: Listed | undefined }) {
  const t = useText();
  const typeName = useIdentifierType();
  const model = textIn(application.model);
  const platform = [textIn(application.platform), textIn(application.os_version)].filter(Boolean).join(' ');
  const dropped = textIn(application.dropped_at);
  const type = textIn(application.type) ?? '';
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <Icon name="bell" />
        <strong className={`foreign ${classes.grows}`}>{textIn(application.app_id) ?? typeName(type)}</strong>
        {listed?.endpoint ? (
          <StatusBadge status={listed.endpoint.state} />
        ) : (
          dropped && (
            <ToneBadge tone="warn" icon="minus">
              {t('device.dropped')}
            </ToneBadge>
          )
        )}
      </div>
      <Facts
        facts={[
          [t('identifier.type'), typeName(type)],
          [t('device.version'), textIn(application.app_version)],
          [t('device.model'), model],
          [t('device.platform'), platform],
          [t('device.registered'), <Time key="registered" value={textIn(application.registered_at)} form="date" />],
          [t('identifier.last'), <Time key="seen" value={textIn(application.last_seen)} form="ago" />],
          [t('device.droppedAt'), dropped && <Time key="dropped" value={dropped} />],
        ]}
      />
    </li>
  );
}

export function DevicesCard() {
  const t = useText();
  const typeName = useIdentifierType();
  const { profile } = useProfile();
  const applications = objectsIn((profile.channels.push as Record<string, unknown> | undefined)?.applications);
  const devices = profile.identifiers.filter((each) => deviceTypes.has(each.type));
  const listedOf = (application: Record<string, unknown>) =>
    profile.identifiers.find((each) => each.type === application.type && each.value === application.token);
  return (
    <Card title={t('devices')}>
      {applications.length + devices.length === 0 && <EmptyState icon="bell" title={t('devices.none')} />}
      <ul className={classes.list}>
        {applications.map((each, index) => (
          <Application key={index} application={each} listed={listedOf(each)} />
        ))}
        {devices.map((each) => (
          <li key={`${each.type}:${each.value}`} className={classes.item}>
            <div className={classes.itemHead}>
              <span className={classes.kind}>{typeName(each.type)}</span>
              <span className={classes.grows}>
                <LongText text={each.given} dir="ltr" />
              </span>
            </div>
            <Facts
              facts={[
                [t('identifier.first'), <Time key="first" value={each.first_seen} form="date" />],
                [t('identifier.last'), <Time key="last" value={each.last_seen} form="ago" />],
              ]}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
