// SPDX-License-Identifier: Apache-2.0
import type { LinkProps } from '@tanstack/react-router';
import type { Right } from '../api/accounts';
import type { IconName } from '../ui/Icon';
import type en from './messages/en.json';

export interface Entry {
  to: LinkProps['to'];
  text: keyof typeof en & `nav.${string}`;
  icon: IconName;
  /** Who has it not is not shown the entry. */
  right: Right;
}

export interface Section {
  text?: keyof typeof en & `nav.${string}`;
  entries: Entry[];
}

/** In the order of the menu. Each entry is a screen that is there. */
export const navigation: Section[] = [
  {
    entries: [
      { to: '/overview', text: 'nav.overview', icon: 'overview', right: 'read' },
      { to: '/contacts', text: 'nav.contacts', icon: 'people', right: 'read' },
      { to: '/conflicts', text: 'nav.conflicts', icon: 'conflict', right: 'read' },
    ],
  },
  {
    text: 'nav.settings',
    entries: [
      { to: '/settings/fields', text: 'nav.fields', icon: 'columns', right: 'read' },
      { to: '/settings/categories', text: 'nav.categories', icon: 'bell', right: 'read' },
      { to: '/settings/segments', text: 'nav.segments', icon: 'segment', right: 'read' },
      { to: '/settings/suppressions', text: 'nav.suppressions', icon: 'ban', right: 'read' },
      { to: '/settings/plugins', text: 'nav.plugins', icon: 'bolt', right: 'read' },
      { to: '/settings/keys', text: 'nav.keys', icon: 'key', right: 'admin' },
      { to: '/settings/people', text: 'nav.people', icon: 'person', right: 'admin' },
      { to: '/settings/audit', text: 'nav.audit', icon: 'shield', right: 'admin' },
    ],
  },
];
