// SPDX-License-Identifier: Apache-2.0
import type { IconName } from './Icon';

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'neutral';

/** What the API calls a state, and how serious it is. The same word has the same look everywhere. */
const looks: Record<string, { tone: Tone; icon: IconName }> = {
  active: { tone: 'good', icon: 'check' },
  subscribed: { tone: 'good', icon: 'check' },
  delivered: { tone: 'good', icon: 'check' },
  read: { tone: 'good', icon: 'eye' },
  clicked: { tone: 'good', icon: 'link' },
  healthy: { tone: 'good', icon: 'check' },
  known: { tone: 'info', icon: 'person' },
  sent: { tone: 'info', icon: 'mail' },
  queued: { tone: 'neutral', icon: 'clock' },
  pending: { tone: 'info', icon: 'clock' },
  unconfirmed: { tone: 'info', icon: 'clock' },
  delayed: { tone: 'warn', icon: 'clock' },
  uncertain: { tone: 'warn', icon: 'info' },
  skipped: { tone: 'neutral', icon: 'minus' },
  closed: { tone: 'neutral', icon: 'x' },
  anonymous: { tone: 'neutral', icon: 'person' },
  unsubscribed: { tone: 'warn', icon: 'minus' },
  undelivered: { tone: 'bad', icon: 'alert' },
  blocked: { tone: 'bad', icon: 'ban' },
  blacklisted: { tone: 'bad', icon: 'ban' },
  complained: { tone: 'bad', icon: 'alert' },
  failed: { tone: 'bad', icon: 'alert' },
  repeat: { tone: 'warn', icon: 'refresh' },
};

/** Of activities, from the lowest to the highest: the one that is shown is the highest reached. */
export const statusRanks = [
  'queued', 'sent', 'delayed', 'uncertain', 'skipped', 'delivered', 'undelivered', 'closed', 'read', 'clicked',
  'unsubscribed', 'complained',
] as const;

export function lookOf(status: string): { tone: Tone; icon: IconName } {
  return looks[status] ?? { tone: 'neutral', icon: 'info' };
}
