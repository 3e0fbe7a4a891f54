// SPDX-License-Identifier: Apache-2.0
import type { LinkProps } from '@tanstack/react-router';
import type en from './messages/en.json';

export interface Tab {
  to: Extract<LinkProps['to'], `/contacts/$ref${string}`>;
  text: keyof typeof en & `tab.${string}`;
}

/** In the order of the header. Each is a route below the one of the profile. */
export const tabs: Tab[] = [
  { to: '/contacts/$ref', text: 'tab.information' },
  { to: '/contacts/$ref/activity', text: 'tab.activity' },
];
