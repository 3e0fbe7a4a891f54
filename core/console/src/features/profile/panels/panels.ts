// SPDX-License-Identifier: Apache-2.0
import type { Profile } from '../profile';

export type Panel = readonly [channel: string, members: readonly (readonly [name: string, value: unknown])[]];

/** What each channel adds about the person, if it adds anything. The devices have a card of their own. */
export function panelsOf(profile: Pick<Profile, 'channels'>): Panel[] {
  return Object.entries(profile.channels)
    .map(([channel, panel]): Panel => {
      const members = Object.entries(panel as Record<string, unknown>);
      return [channel, members.filter(([member]) => !(channel === 'push' && member === 'applications'))];
    })
    .filter(([, members]) => members.length > 0);
}
