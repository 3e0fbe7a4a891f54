// SPDX-License-Identifier: Apache-2.0
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { readWholeList } from '../../api/whole_list';
import { useFormat } from '../../i18n/format';
import { useChannelName } from '../../ui/channel';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import type { IconName } from '../../ui/Icon';
import { useIdentifierType } from '../../ui/identifier_type';
import { LoadingState } from '../../ui/LoadingState';
import { Card, Page } from '../../ui/Page';
import type { Tone } from '../../ui/status';
import { StatusBadge, ToneBadge } from '../../ui/StatusBadge';
import classes from '../settings/settings.module.css';
import { useText } from './text';

type Plugin = Schema<'Plugin'>;
type Channel = Schema<'ChannelList'>['items'][number];

const looks: Record<Plugin['state'], { tone: Tone; icon: IconName }> = {
  running: { tone: 'good', icon: 'check' },
  loaded: { tone: 'warn', icon: 'clock' },
  stopped: { tone: 'warn', icon: 'minus' },
  failed: { tone: 'bad', icon: 'alert' },
};
/** Milliseconds after which their health is asked for again. */
const freshFor = 15_000;

function useListed<Row>(path: string) {
  return useQuery({
    queryKey: ['list', path],
    queryFn: ({ signal }) => readWholeList<Row>(path, signal),
    refetchInterval: freshFor,
  });
}

function Health({ state }: { state: Plugin['state'] }) {
  const t = useText();
  return <ToneBadge {...looks[state]}>{t(`state.${state}`)}</ToneBadge>;
}

/** Keys as programs write them; what has a name in the language of the reader is no code. */
function Words({ name, values, named }: { name: string; values: readonly string[]; named?: boolean }) {
  const format = useFormat();
  if (values.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      {named ? (
        <dd>{format.list(values)}</dd>
      ) : (
        <dd className={classes.actions}>
          {values.map((each) => (
            <bdi key={each} className={classes.code}>
              {each}
            </bdi>
          ))}
        </dd>
      )}
    </>
  );
}

function Reasons({ plugin }: { plugin: Plugin }) {
  const t = useText();
  if (plugin.reasons.length === 0) return null;
  return (
    <div>
      <Text fw={600}>{t(plugin.state === 'stopped' ? 'reasons.stopped' : 'reasons')}</Text>
      <ul>
        {plugin.reasons.map((reason) => (
          <li key={reason} className="foreign">
            {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PluginItem({ plugin }: { plugin: Plugin }) {
  const t = useText();
  const typeName = useIdentifierType();
  const channelName = useChannelName();
  return (
    <li className={classes.item}>
      <Stack gap="xs">
        <div className={classes.actions}>
          <Text fw={600} component="h3" className="foreign">
            {plugin.name}
          </Text>
          <Health state={plugin.state} />
          {plugin.required && (
            <ToneBadge tone="neutral" icon="shield">
              {t('required')}
            </ToneBadge>
          )}
        </div>
        <Text className={classes.faint}>{plugin.version ? t('version', { version: plugin.version }) : t('noVersion')}</Text>
        <Reasons plugin={plugin} />
        <dl className={classes.facts}>
          {plugin.channel && (
            <>
              <dt>{t('channel')}</dt>
              <dd className="foreign">{channelName(plugin.channel)}</dd>
            </>
          )}
          <Words name={t('identifierTypes')} values={plugin.identifier_types.map(typeName)} named />
          <Words name={t('fieldTypes')} values={plugin.field_types} />
        </dl>
        {plugin.routes.length > 0 && (
          <details>
            <summary>{t('routes', { count: plugin.routes.length })}</summary>
            <ul className={classes.list}>
              {plugin.routes.map((route) => (
                <li key={`${route.method} ${route.path}`} className={classes.code} dir="ltr">
                  {route.method} {route.path}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Stack>
    </li>
  );
}

function ChannelItem({ channel, plugin }: { channel: Channel; plugin: Plugin | undefined }) {
  const t = useText();
  const typeName = useIdentifierType();
  const channelName = useChannelName();
  return (
    <li className={classes.item}>
      <Stack gap="xs">
        <div className={classes.actions}>
          <Text fw={600} component="h3" className="foreign">
            {channelName(channel.name)}
          </Text>
          {plugin && <Health state={plugin.state} />}
        </div>
        <dl className={classes.facts}>
          <Words name={t('plugin')} values={[channel.plugin]} />
          <Words name={t('reaches')} values={channel.endpoint_types.map(typeName)} named />
          <dt>{t('statuses')}</dt>
          <dd className={classes.badges}>
            {channel.statuses.map((status) => (
              <StatusBadge key={status} status={status} />
            ))}
          </dd>
        </dl>
      </Stack>
    </li>
  );
}

interface ListedProps<Row> {
  title: string;
  list: ReturnType<typeof useListed<Row>>;
  empty: ReactNode;
  children: (row: Row) => ReactNode;
}

function Listed<Row>({ title, list, empty, children }: ListedProps<Row>) {
  return (
    <Card title={title}>
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && empty}
      <ul className={classes.list}>{list.data?.map(children)}</ul>
    </Card>
  );
}

function Summary({ plugins }: { plugins: readonly Plugin[] }) {
  const t = useText();
  const down = plugins.filter((each) => each.state !== 'running').length;
  return (
    <p role="status" className={classes.notice}>
      <ToneBadge tone={down > 0 ? 'bad' : 'good'} icon={down > 0 ? 'alert' : 'check'}>
        {down > 0 ? t('unhealthy', { count: down }) : t('healthy')}
      </ToneBadge>
    </p>
  );
}

export function PluginsScreen() {
  const t = useText();
  const plugins = useListed<Plugin>('/v1/plugins');
  const channels = useListed<Channel>('/v1/channels');
  return (
    <Page title={t('title')}>
      {plugins.data && plugins.data.length > 0 && <Summary plugins={plugins.data} />}
      <Listed
        title={t('channels')}
        list={channels}
        empty={<EmptyState icon="mail" title={t('channels.none')}>{t('channels.explain')}</EmptyState>}
      >
        {(channel) => (
          <ChannelItem key={channel.name} channel={channel} plugin={plugins.data?.find((each) => each.name === channel.plugin)} />
        )}
      </Listed>
      <Listed
        title={t('plugins')}
        list={plugins}
        empty={<EmptyState icon="settings" title={t('plugins.none')}>{t('plugins.explain')}</EmptyState>}
      >
        {(plugin) => <PluginItem key={plugin.name} plugin={plugin} />}
      </Listed>
    </Page>
  );
}
