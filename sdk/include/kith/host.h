/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_HOST_H
#define KITH_HOST_H

#include "route.h"
#include "types.h"

typedef uint32_t kith_log_level;
enum { KITH_LOG_DEBUG = 1, KITH_LOG_INFO = 2, KITH_LOG_WARNING = 3, KITH_LOG_ERROR = 4 };

/* A name with a value, for a log line (any scalar) or a metric (text). Names, counts and codes only: never an
 * identifier, a field, a body or a secret. */
typedef struct kith_label {
    kith_str key;
    kith_value value;
} kith_label;

typedef uint32_t kith_metric_kind;
enum {
    KITH_METRIC_COUNTER = 1,  /* adds value, which is not negative */
    KITH_METRIC_GAUGE = 2,    /* sets value */
    KITH_METRIC_HISTOGRAM = 3 /* observes value, in seconds: counted in buckets from 0.5 ms to 10 s */
};

/* One observation to make. */
typedef struct kith_observation {
    uint32_t struct_size;
    kith_evidence evidence; /* lowered by the server where the route's right demands it */
    kith_str json;          /* one object, as for POST /v1/observations */
    kith_str payload; /* bytes, at most 64 KiB, handed to apply in the same transaction; absent: no apply */
} kith_observation;

/* One request to somewhere else: GET, over https, to one of the hosts named, redirects not followed. */
typedef struct kith_http_get {
    uint32_t struct_size;
    uint32_t timeout_ms; /* for the whole, 1 to 30,000 */
    kith_str url;
    const kith_str* hosts; /* exact host names that `url` may name */
    uint32_t host_count;
    uint32_t body_limit; /* bytes, at most 1 MiB; a larger answer fails */
} kith_http_get;

/* Work on a database session. May be called more than once, for instance after a deadlock. */
typedef kith_status (*kith_session_work)(void* context, kith_session* session, const kith_sink* out);

/* What the server gives a plugin: one for each plugin, valid from create until destroy has returned. */
typedef struct kith_host {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    void* self;

    kith_str options;  /* the plugin's options as a JSON object that passed its schema, defaults filled in */
    kith_str base_url; /* where the world reaches the server, without a slash at the end */
    kith_str channel_url; /* where the plugin's relative routes stand, without a slash at the end */

    /* An optional capability of the server, as a pointer to its struct; null if it does not have it. There
     * are kith/commands.h and kith/sdk/soci.hpp. [thread-safe] */
    const void* (*extension)(void* self, kith_str id);

    /* The current time. [thread-safe] */
    int64_t (*now_ms)(void* self);

    /* Writes one line. `event` is snake_case. [thread-safe] */
    void (*log)(void* self, kith_log_level level, kith_str event, const kith_label* fields, uint32_t count);

    /* Measures. Shown as kith_plugin_{id}_{name}; at most 100 combinations of name and labels per plugin,
     * more are dropped. [thread-safe] */
    void (*metric)(void* self, kith_metric_kind kind, kith_str name, const kith_label* labels, uint32_t count,
                   double value);

    /* Writes observations and returns when they are durable. `request` is the one being handled, or null
     * outside of any. KITH_OK: text i is the result of item i, as API.md has it (a rejected item has its
     * problem in it); for a caller with a public key every accepted item reads {"result": "accepted"}. Else
     * nothing was written. An item may bring the caller's `identity_token`, as API.md has it, where a caller
     * sets no headers. Refused while the thread holds a session. [thread-safe] */
    kith_status (*observe)(void* self, const kith_request* request, const kith_observation* items,
                           uint32_t count, const kith_sink* out);

    /* Queues `work` on a writer, in a transaction of its own, and returns after the commit or rollback.
     * `work` may run more than once. If it fails, nothing stays, and its status and rejections are the
     * answer. Refused while the thread holds a session. [thread-safe] */
    kith_status (*write)(void* self, kith_session_work work, void* context, const kith_sink* out);

    /* Runs `work` at once with a session that only reads. Refused while the thread holds a session.
     * [thread-safe] */
    kith_status (*read)(void* self, kith_session_work work, void* context, const kith_sink* out);

    /* Makes a token that carries `payload` (bytes, at most 512, readable by its bearer) and ends at
     * `expires_at_ms`. Text 0: characters of base64url only, 4/3 of (size + 21), so 27 bytes fit into 64
     * characters. Only the same plugin can verify it, under the same purpose. [thread-safe] */
    kith_status (*sign)(void* self, kith_str purpose, kith_str payload, int64_t expires_at_ms,
                        const kith_sink* out);

    /* KITH_OK: text 0 is the payload of a genuine token that has not expired. KITH_UNAUTHORIZED: it is
     * neither. [thread-safe] */
    kith_status (*verify)(void* self, kith_str purpose, kith_str token, const kith_sink* out);

    /* A keyed hash as text 0: 26 characters of base 32, the same for the same purpose and bytes as long as
     * the server's secret stays. It says nothing about what was hashed. [thread-safe] */
    kith_status (*keyed_hash)(void* self, kith_str purpose, kith_str bytes, const kith_sink* out);

    /* Fetches. KITH_OK: `*http_status` is set and text 0 is the body. KITH_FORBIDDEN: the URL is not allowed.
     * KITH_UNAVAILABLE, KITH_TIMEOUT, KITH_TOO_LARGE: no whole answer. Refused while the thread holds a
     * session. [thread-safe] */
    kith_status (*http_get)(void* self, const kith_http_get* get, int32_t* http_status, const kith_sink* out);

    /* Not zero if there is a subscription category of that key, from the plugin's creation on. Categories are
     * made and archived while the server runs: the answer is that of now. [thread-safe] */
    uint32_t (*has_category)(void* self, kith_str key);

    /* The value under which people have an identifier that is given so, as text 0: what a plugin that keeps
     * identifiers of others compares with those of a kith_profile. KITH_NOT_FOUND: nobody has such a one, of
     * an unknown type or no value of its type. Not while identifiers are being normalised. Since 1.3.
     * [thread-safe] */
    kith_status (*normalize)(void* self, kith_str type, kith_str given, const kith_sink* out);
} kith_host;

#endif
