// SPDX-License-Identifier: Apache-2.0
import { dayParam, textParam } from '../../app/search_params';

export interface AuditSearch {
  user?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export function validateAuditSearch(raw: Record<string, unknown>): AuditSearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    user: textParam(raw.user, 13),
    action: textParam(raw.action),
    from: dayParam(raw.from),
    to: dayParam(raw.to),
  };
}

/** Days are the viewer's, the last one to its end. */
export function queryOf({ user, action, from, to }: AuditSearch): Record<string, string> {
  const end = to ? new Date(`${to}T00:00:00`) : undefined;
  end?.setDate(end.getDate() + 1);
  return {
    ...(user && { user }),
    ...(action && { action }),
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(end && { to: end.toISOString() }),
  };
}
