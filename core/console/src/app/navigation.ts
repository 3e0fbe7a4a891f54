// SPDX-License-Identifier: Apache-2.0
import type { LinkProps } from '@tanstack/react-router';
import type { Right } from '../api/accounts';
import type { IconName } from '../ui/Icon';
import type en from './messages/en.json';

export interface Entry {
  to: LinkProps['to'];
  text: keyof typeof en & `nav.${string}`;
  icon: IconName;
  /** Where else its screens are. */
  also?: readonly string[];
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
      { to: '/conflicts', text: 'nav.conflicts', also: ['/duplicates/'], icon: 'conflict', right: 'read' },
    ],
  },
  {
    text: 'nav.settings',
    entries: [
      { to: '/settings/fields', text: 'nav.fields', also: ['/settings/field-groups', '/settings/new-field'], icon: 'columns', right: 'read' },
      { to: '/settings/categories', text: 'nav.categories', also: ['/settings/new-category'], icon: 'bell', right: 'read' },
      { to: '/settings/segments', text: 'nav.segments', icon: 'segment', right: 'read' },
      { to: '/settings/suppressions', text: 'nav.suppressions', icon: 'ban', right: 'read' },
      { to: '/settings/plugins', text: 'nav.plugins', icon: 'bolt', right: 'read' },
      { to: '/settings/keys', text: 'nav.keys', icon: 'key', right: 'admin' },
      { to: '/settings/people', text: 'nav.people', also: ['/settings/new-person'], icon: 'person', right: 'admin' },
      { to: '/settings/audit', text: 'nav.audit', icon: 'shield', right: 'admin' },
    ],
  },
];

/** Of the entry that a screen belongs to though its address does not begin with the entry's own. */
export function isAlso(entry: Entry, path: string): boolean {
  return entry.also?.some((begin) => path.startsWith(begin)) ?? false;
}
