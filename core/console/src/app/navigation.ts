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
      { to: '/contacts', text: 'nav.contacts', icon: 'people', right: 'read' },
      { to: '/overview', text: 'nav.overview', icon: 'overview', right: 'read' },
    ],
  },
];
