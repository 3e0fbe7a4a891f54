/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_COMMANDS_H
#define KITH_COMMANDS_H

#include "route.h"
#include "types.h"

/* An extension of the host: what a plugin decided about people, beside what it observed. A command takes the
 * same way as one that somebody sends to the API: the same queue, transaction, idempotency and record, with
 * the plugin as who decided it (source type `plugin`, its id as the name).
 *
 * A command is one JSON object. `command` names it; `id`, at most 200 bytes, makes it one that is carried out
 * once: sent again in the same words it is a duplicate, in others it is KITH_ID_REUSED. Ids of commands and
 * of observations of a plugin are one set. A profile is named by an id or as `type:value`. The other members
 * are those of the API's call, whose page in openapi.yaml describes them:
 *
 *   command      members                                       the API's call
 *   attach       profile, version?, type, value, move?         PUT …/identifiers/{type}/{value}
 *   detach       profile, version?, type, value                DELETE …/identifiers/{type}/{value}
 *   merge        profiles [{ref, version?}, {ref, version?}],  POST /v1/merges
 *                survivor?, reason?
 *   undo         merge, reason?                                POST /v1/merges/{id}/undo
 *   forbid       profiles [ref, ref], reason                   POST /v1/must-not-links
 *   delete       profile, version?                             DELETE /v1/profiles/{ref}
 *   restore      profile, version?                             POST /v1/profiles/{ref}/restore
 *   erase        profile, version?, reason?                    POST /v1/profiles/{ref}/erase
 *   set_state    profile, version?, type, value, state,        POST …/endpoints/{type}/{value}/states
 *                reason, detail?, at?, until?
 *   lift_state   profile, version?, type, value, state,        DELETE …/states/{state}
 *                reason, proof?
 *
 * `version` is the profile's, as its ETag: at another one nothing is done (KITH_PRECONDITION_FAILED). A
 * plugin is none of the staff: it does not lift `blacklisted`.
 *
 * What came of it is one JSON object too: `command`; `result`, which is `done` or `duplicate`; `profile_id`,
 * the profile that it was about, of a merge the survivor; `merge` of merge and undo, and `must_not_link` of
 * undo and forbid: the id of what was made or taken back, absent if a duplicate's can't be found any more. An
 * erasure goes on after it: its receipt is /v1/erasures/{profile_id}. */

/* Its id, for kith_host.extension and kith_declaration.extensions. What comes later has another one. */
#define KITH_COMMANDS "kith.commands/1"

typedef struct kith_commands {
    uint32_t struct_size;
    uint32_t reserved; /* zero */
    void* self;        /* passed back as the first argument of each function */

    /* Carries out one command, `json`, at most 64 KiB, and returns when it is durable. `request` is the one
     * being handled, or null outside of any. KITH_OK: text 0 is what came of it. Else nothing was done, and
     * what was rejected says why: KITH_INVALID_INPUT with a JSON pointer into the command for each member
     * that is wrong; KITH_NOT_FOUND and KITH_GONE for whoever or whatever is not there; KITH_CONFLICT for
     * what forbids it, each reason with its code; KITH_FORBIDDEN in a request whose caller or route has the
     * right public or read, which only ever claims. Refused while the thread holds a session. [thread-safe]
     */
    kith_status (*command)(void* self, const kith_request* request, kith_str json, const kith_sink* out);
} kith_commands;

#endif
