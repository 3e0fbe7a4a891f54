// SPDX-License-Identifier: Apache-2.0
import { reasonsOf } from '../../ui/reasons_of_state';
import { suppressingStates } from './search';

/** Those that come from deliveries, providers and the people themselves, beside those that staff choose from. */
const reported = [
  'bounced', 'dropped', 'expired', 'message_too_large', 'protocol_error', 'too_many_requests', 'bot_blocked', 'dead_token',
  'unsubscribe_link', 'one_click', 'subscription_page', 'group_unsubscribe', 'preferences', 'by_staff',
  'imported_without_proof',
];

/** The codes for which an address may be kept from being written to, each with words of its own. */
export const knownReasons: readonly string[] = [
  ...new Set([...suppressingStates.flatMap((state) => reasonsOf[state]), ...reported]),
];
