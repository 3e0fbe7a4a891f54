/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_TYPES_H
#define KITH_TYPES_H

/* What every call across the boundary is made of.
 *
 * Rules that hold everywhere, unless a member says otherwise:
 * - A struct that begins with `struct_size` may get members at its end in a later minor version. Its writer
 *   sets `struct_size` to its own sizeof; its reader looks at no byte beyond it. In an array of such structs
 *   all have the same size, and the reader steps by the `struct_size` of the first. The other structs never
 *   change.
 * - Text is UTF-8, pointer and length, not terminated, and borrowed: valid until the call returns. Who wants
 *   to keep it copies it. Nothing is ever freed by the other side.
 * - Output leaves through the sink that is passed in. A sink is only used before the call returns, on the
 *   thread of the call.
 * - No exception, longjmp or unwinding crosses.
 * - Times are milliseconds since 1970-01-01T00:00:00Z; ids are positive 64-bit integers.
 *
 * Thread tags:
 *   [main-thread]    the thread that starts and stops the server; no other call into the plugin is under way
 *   [writer-thread]  inside the transaction of a group of writes. Several writers may call at once, each
 *                    with its own session. No waiting, no network, no observe, write or command
 *   [thread-safe]    any thread, several at once */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define KITH_EXTERN_C extern "C"
#else
#define KITH_EXTERN_C extern
#endif
#define KITH_EXPORT __attribute__((visibility("default")))

/* Text, or bytes where the member says so. Absent is `data == NULL`; empty is `size == 0` with data set. */
typedef struct kith_str {
    const char* data;
    size_t size;
} kith_str;

/* What a call came to. Everything but KITH_OK is a failure; the sink's `reject` says why. */
typedef int32_t kith_status;
enum {
    KITH_OK = 0,
    KITH_INVALID_INPUT = 1,           /* the input is malformed or breaks a rule */
    KITH_UNAUTHORIZED = 2,            /* no valid key, signature or secret */
    KITH_FORBIDDEN = 3,               /* known, but not allowed */
    KITH_NOT_FOUND = 4,               /* nothing has that name */
    KITH_GONE = 5,                    /* it was deleted */
    KITH_METHOD_NOT_ALLOWED = 6,      /* the path exists, the method does not */
    KITH_CONFLICT = 7,                /* the state of the target forbids it */
    KITH_PRECONDITION_FAILED = 8,     /* a named version has moved */
    KITH_ID_REUSED = 9,               /* an observation id came again with other content */
    KITH_TOO_LARGE = 10,              /* over a size limit */
    KITH_UNSUPPORTED_MEDIA_TYPE = 11, /* the body's type is not understood */
    KITH_RATE_LIMITED = 12,           /* over a rate */
    KITH_OVERLOADED = 13,             /* the queue is full; try again later */
    KITH_TIMEOUT = 14,                /* a deadline passed, or the database asks to try again */
    KITH_UNAVAILABLE = 15,            /* not ready, shutting down, or a peer did not answer */
    KITH_CONFIGURATION = 16,          /* the options are wrong */
    KITH_STORAGE = 17,                /* the database failed */
    KITH_PLUGIN = 18,                 /* the plugin failed */
    KITH_INTERNAL = 19                /* a defect */
};

/* What a kith_value holds. */
typedef uint32_t kith_value_kind;
enum {
    KITH_VALUE_NULL = 1,    /* nothing */
    KITH_VALUE_BOOLEAN = 2, /* integer: 0 or 1 */
    KITH_VALUE_INTEGER = 3, /* integer */
    KITH_VALUE_NUMBER = 4,  /* text: a JSON number token exactly as it was given, when it is no int64 */
    KITH_VALUE_TEXT = 5,    /* text */
    KITH_VALUE_JSON = 6,    /* text: an array or object as JSON */
    KITH_VALUE_DECIMAL = 7, /* integer: millionths */
    KITH_VALUE_TIME = 8     /* integer: milliseconds since the epoch */
};

/* One scalar with its kind. The members that its kind does not name are zero. */
typedef struct kith_value {
    kith_value_kind kind;
    uint32_t reserved; /* zero */
    int64_t integer;
    kith_str text;
} kith_value;

/* Where a call leaves its output. Which functions a call uses, and how often, stands with the call. They
 * never fail: the server bounds the whole (8 MiB) and fails the call afterwards. */
typedef struct kith_sink {
    uint32_t struct_size;
    uint32_t reserved; /* zero */
    void* self;        /* passed back as the first argument of each function */

    /* Adds bytes to the output number `index` (0 where a call has one output). Parts add up. */
    void (*text)(void* self, uint32_t index, kith_str part);

    /* Gives the one value. Text inside it is copied. */
    void (*value)(void* self, const kith_value* value);

    /* Says what is wrong: where (a JSON pointer into the input, empty for the whole), a stable code in
     * snake_case, and a sentence for people. It may reach the caller: no secret, and nobody's data but the
     * caller's. May be called several times. */
    void (*reject)(void* self, kith_str pointer, kith_str code, kith_str detail);
} kith_sink;

/* A database session inside a call that has one. Opaque: the extension in kith/sdk/soci.hpp opens it. */
typedef struct kith_session kith_session;

/* How far an observation can be trusted: see the identity rules. */
typedef uint32_t kith_evidence;
enum {
    KITH_EVIDENCE_ATTESTED =
        1, /* from a holder of a write key, or from a provider whose signature was verified */
    KITH_EVIDENCE_CLAIMED = 2 /* from a browser, an app or a form */
};

/* The right of a caller, or the one that a route needs. */
typedef uint32_t kith_right;
enum {
    KITH_RIGHT_NONE = 1,   /* anybody */
    KITH_RIGHT_PUBLIC = 2, /* a public key: browsers and apps */
    KITH_RIGHT_READ = 3,
    KITH_RIGHT_WRITE = 4,
    KITH_RIGHT_ADMIN = 5
};

/* How an identifier stands on a profile. */
typedef uint32_t kith_role;
enum {
    KITH_ROLE_IDENTIFYING = 1, /* finds the profile */
    KITH_ROLE_SHARED = 2,      /* listed and reachable, finds nobody */
    KITH_ROLE_CLAIMED = 3      /* unconfirmed, finds nobody */
};

/* One identifier of a profile or an observation. */
typedef struct kith_identifier {
    uint32_t struct_size;
    kith_role role; /* 0 where it is not told: in kith_applied */
    kith_str type;
    kith_str value; /* normalised */
    kith_str given; /* as it came, absent where it is not known */
} kith_identifier;

#endif
