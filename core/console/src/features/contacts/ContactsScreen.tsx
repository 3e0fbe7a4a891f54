// SPDX-License-Identifier: Apache-2.0
import { Page } from '../../ui/Page';
import { useText } from './text';

export function ContactsScreen() {
  const t = useText();
  return <Page title={t('title')} fills>{null}</Page>;
}
