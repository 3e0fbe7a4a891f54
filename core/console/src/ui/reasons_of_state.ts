// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../api/types';

/**
 * Why somebody sets a state of an address by hand, the most usual first. As codes: in words they stand in the texts, they
 * can be filtered and counted, and are kept of an erased person, as no text of one's own is.
 */
export const reasonsOf: Record<Schema<'EndpointState'>, readonly string[]> = {
  blacklisted: ['asked_for', 'inactive_address', 'domain_not_found', 'role_address', 'bought_list', 'suppressed'],
  unsubscribed: ['asked_for', 'too_frequent', 'not_relevant', 'never_asked'],
  complained: ['abuse', 'never_asked', 'too_frequent'],
  blocked: ['mailbox_full', 'unreachable', 'mail_system', 'policy_rejected', 'content_rejected'],
  unconfirmed: ['imported_without_proof', 'bought_list', 'by_staff'],
  active: ['asked_for', 'works_again', 'by_mistake'],
};
