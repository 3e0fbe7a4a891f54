// SPDX-License-Identifier: Apache-2.0
import { textOf } from '../../i18n/text';
import type en from './messages/en.json';

export const useText = textOf<typeof en>('deleted');
