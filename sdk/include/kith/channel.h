/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_CHANNEL_H
#define KITH_CHANNEL_H

#include "types.h"

/* The statuses of a message, in the order of their rank. A channel declares those that it uses. */
typedef uint32_t kith_activity_statuses;
enum {
    KITH_ACTIVITY_QUEUED = 1 << 0,
    KITH_ACTIVITY_SENT = 1 << 1,
    KITH_ACTIVITY_DELAYED = 1 << 2,
    KITH_ACTIVITY_UNCERTAIN = 1 << 3,
    KITH_ACTIVITY_SKIPPED = 1 << 4,
    KITH_ACTIVITY_DELIVERED = 1 << 5,
    KITH_ACTIVITY_UNDELIVERED = 1 << 6,
    KITH_ACTIVITY_CLOSED = 1 << 7,
    KITH_ACTIVITY_READ = 1 << 8,
    KITH_ACTIVITY_CLICKED = 1 << 9,
    KITH_ACTIVITY_UNSUBSCRIBED = 1 << 10,
    KITH_ACTIVITY_COMPLAINED = 1 << 11
};

/* The one channel of a plugin. */
typedef struct kith_channel {
    uint32_t struct_size;
    kith_activity_statuses statuses;
    kith_str name; /* [a-z][a-z0-9_]{0,31}; its routes stand under /channels/{name}/ */

    /* The types of identifier that this channel can reach: they are its endpoints, and have states. They may
     * be another plugin's types. */
    const kith_str* endpoint_types;
    uint32_t endpoint_type_count;
    uint32_t reserved; /* zero */
} kith_channel;

/* One observation of this plugin that came with a payload, and what it resolved to. */
typedef struct kith_applied {
    uint32_t struct_size;
    kith_evidence evidence;
    int64_t profile_id;     /* the live profile after the observation */
    int64_t home_id;        /* rows about the person are written under it, and stay there through merges */
    int64_t observation_id; /* the provenance row */
    int64_t observed_at_ms;
    kith_str payload;                   /* bytes, as given to observe */
    const kith_identifier* identifiers; /* those of the observation that counted */
    uint32_t identifier_count;
    uint32_t reserved; /* zero */
} kith_applied;

/* One merge: `absorbed_id` points to `survivor_id` from now on. Homes stay as they are. */
typedef struct kith_merge {
    uint32_t struct_size;
    uint32_t reserved; /* zero */
    int64_t survivor_id;
    int64_t absorbed_id;
} kith_merge;

/* One profile with everything a plugin's rows may be keyed by. */
typedef struct kith_profile {
    uint32_t struct_size;
    uint32_t home_count;
    int64_t id;
    const int64_t* homes; /* all homes of the profile, its own id among them */
    const kith_identifier* identifiers;
    uint32_t identifier_count;
    uint32_t reserved; /* zero */
} kith_profile;

/* Each may be null: then there is nothing to do. */
typedef struct kith_channel_functions {
    uint32_t struct_size;
    uint32_t reserved; /* zero */

    /* Stores what came as payload, once per plugin and group, under a savepoint. Set-based: one statement for
     * all items. Repeatable: after a failure anywhere in the group it is called again, for smaller groups and
     * at last for single items; only an item that fails alone is rejected. [writer-thread] */
    kith_status (*apply)(void* instance, kith_session* session, const kith_applied* items, uint32_t count,
                         const kith_sink* out);

    /* Tells of the merges of the group, after apply. Rows under homes need nothing; this is for rows that a
     * plugin keeps by profile. Repeatable. [writer-thread] */
    kith_status (*merged)(void* instance, kith_session* session, const kith_merge* merges, uint32_t count,
                          const kith_sink* out);

    /* What this channel adds about people to their profile view: for the profile at index i, one JSON object
     * as text i, or nothing. One statement for all profiles. `session` reads only. [thread-safe] */
    kith_status (*panel)(void* instance, kith_session* session, const kith_profile* profiles, uint32_t count,
                         const kith_sink* out);

    /* Adds members to activities of this channel when a timeline page is read. `activities` is a JSON array
     * of activities as the API shows them, at most 500, all of `profile`. For the activity at index i, one
     * JSON object with the members to add as text i, or nothing; members that an activity has already stay as
     * they are. `session` reads only. Since 1.1. [thread-safe] */
    kith_status (*annotate)(void* instance, kith_session* session, const kith_profile* profile,
                            kith_str activities, const kith_sink* out);

    /* Removes rows that hold anything about `person`, at most about `most` of them, and sets `*removed` to
     * how many. Called again, each time in a transaction of its own, until it removed none; after a crash
     * also when nothing is left. The homes are the person's alone, and so are the identifiers with the role
     * KITH_ROLE_IDENTIFYING: what they listed and nobody else has is told with that role, whatever it was,
     * and so is what they listed once, or was only written to, at the latest in the last call before it is
     * forgotten. Another one may have become somebody else's. Set-based. Since 1.3. [writer-thread] */
    kith_status (*erase)(void* instance, kith_session* session, const kith_profile* person, uint32_t most,
                         uint32_t* removed, const kith_sink* out);

    /* Tells everything that the plugin holds about `person`, in parts of at most about 1 MiB. Text 0: one
     * JSON object whose members are lists of rows. Text 1: where the next part begins, of the plugin's own
     * making and at most 64 KiB, which comes back as `cursor`; none in the last part. The first `cursor` is
     * absent. A list goes on in the next part if it was the last of one and is the first of the next; no
     * other name comes twice. What is there from first to last is told; others may write between two parts.
     * `session` reads only. Since 1.3. [thread-safe] */
    kith_status (*exported)(void* instance, kith_session* session, const kith_profile* person,
                            kith_str cursor, const kith_sink* out);

    /* Tells of merges that were taken back, after apply and merged: `survivor` is what stays, `absorbed` is
     * live again with the homes that it had. What the plugin moved from one to the other when it heard of the
     * merge is not told here; rows under homes need nothing. Repeatable. Since 1.3. [writer-thread] */
    kith_status (*undone)(void* instance, kith_session* session, const kith_merge* merges, uint32_t count,
                          const kith_sink* out);
} kith_channel_functions;

#endif
