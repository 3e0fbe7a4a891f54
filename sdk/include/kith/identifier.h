/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_IDENTIFIER_H
#define KITH_IDENTIFIER_H

#include "types.h"

typedef uint32_t kith_identifier_class;
enum {
    KITH_CLASS_UNIQUE = 1,  /* two profiles with different values never merge */
    KITH_CLASS_LINKING = 2, /* attested on two profiles, it merges them */
    KITH_CLASS_MOVING = 3   /* moves to the profile that it was seen with last */
};

/* One type of identifier. Limit, order and blocked values are defaults; a deployment may set others. */
typedef struct kith_identifier_type {
    uint32_t struct_size;
    kith_identifier_class identifier_class;
    kith_str name;  /* [a-z][a-z0-9_]{0,31}, unlike every other type of the server */
    uint32_t limit; /* identifying values per profile, at least 1 */

    /* Place in the matching order, smaller first. The usual places: external_id 0 (the core's own), email
     * 100, phone 200, telegram 300, push_token 400, web_push 500, device_id 600, cookie 700. */
    int32_t matching_order;

    /* Grows with every change of what `normalize` answers; kept with each value. At least 1. */
    uint32_t normalizer_version;

    /* Values that never identify, beside those that the core blocks for every type. Compared trimmed, without
     * case. A `*` at the end stands for any rest. */
    uint32_t blocked_value_count;
    const kith_str* blocked_values;
} kith_identifier_type;

typedef struct kith_identifier_functions {
    uint32_t struct_size;
    uint32_t reserved; /* zero */

    /* Brings one value into the form in which it is compared and stored.
     * `type` is the index into the declared types; `given` is valid UTF-8 without U+0000, trimmed of nothing,
     * at most 2,000 bytes. KITH_OK: the normalised value is text 0 of the sink, 1 to 512 bytes.
     * KITH_INVALID_INPUT: rejected once, with the reason; the identifier is dropped with a warning.
     * The answer depends on nothing but the type, the value and the plugin's options.
     * [thread-safe] */
    kith_status (*normalize)(void* instance, uint32_t type, kith_str given, const kith_sink* out);
} kith_identifier_functions;

#endif
