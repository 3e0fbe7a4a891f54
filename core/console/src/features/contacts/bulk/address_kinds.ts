// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useChannels, usePlugins } from '../../../api/whole_list';
import { firstTypes } from '../../../ui/identifier';

/** Of a device, a browser or another system: no tool that writes to people takes them for addresses. */
const technical: ReadonlySet<string> = new Set(['external_id', 'push_token', 'web_push', 'device_id', 'cookie']);
/** Brought by no plugin. */
const builtIn = 'external_id';

function inOrder(kinds: Iterable<string>): string[] {
  const placeOf = (kind: string) => (firstTypes.includes(kind) ? firstTypes.indexOf(kind) : firstTypes.length);
  return [...new Set(kinds)].sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
}

export interface AddressKinds {
  all: readonly string[];
  /** To which people are written or which they are called by. */
  usual: readonly string[];
}

export function kindsOf(
  plugins: readonly { identifier_types: readonly string[] }[],
  channels: readonly { endpoint_types: readonly string[] }[],
): AddressKinds {
  const reached = channels.flatMap((each) => each.endpoint_types);
  const all = inOrder([builtIn, ...plugins.flatMap((each) => each.identifier_types), ...reached]);
  const isUsual = (kind: string) => !technical.has(kind) && (firstTypes.includes(kind) || reached.includes(kind));
  return { all, usual: all.filter(isUsual) };
}

/** The kinds of identifier that this kith knows. */
export function useAddressKinds(isNeeded: boolean) {
  const plugins = usePlugins(isNeeded);
  const channels = useChannels(isNeeded);
  const kinds = useMemo(
    () => plugins.data && channels.data && kindsOf(plugins.data, channels.data),
    [plugins.data, channels.data],
  );
  const failed = [plugins, channels].filter((each) => each.isError);
  return {
    kinds,
    error: kinds ? undefined : failed[0]?.error,
    retry: () => {
      for (const each of failed) void each.refetch();
    },
  };
}
