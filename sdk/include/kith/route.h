/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_ROUTE_H
#define KITH_ROUTE_H

#include "types.h"

/* One route. The server matches, authenticates, bounds, counts and logs; the plugin answers. */
typedef struct kith_route {
    uint32_t struct_size;

    /* What a caller must hold. It also caps what is observed in such a request: public and read routes only
     * ever claim. On a route with KITH_RIGHT_NONE the plugin itself verifies the caller (a signature, a
     * secret header) before it attests anything. */
    kith_right right;

    kith_str method; /* GET, POST, PUT, PATCH or DELETE; HEAD and OPTIONS are the server's */

    /* With a leading slash an absolute path, else one under /channels/{name}/. `{name}` as a whole segment is
     * a parameter. Two routes of the server with the same method and shape are refused at load. */
    kith_str path;

    uint64_t body_limit; /* bytes, 0 = no body; a larger body answers 413 before the plugin is called */

    /* Accepted types of the body, without parameters; none means any. */
    const kith_str* media_types;
    uint32_t media_type_count;
    uint32_t reserved; /* zero */
} kith_route;

/* One request, valid until `handle` returns. */
typedef struct kith_request {
    uint32_t struct_size;
    kith_right
        right; /* what the caller holds: at least what the route needs, and more where a key came along */
    const void* self; /* the server's; passed to the functions below */
    kith_str method;
    kith_str body; /* bytes, whole */
    kith_str peer; /* the caller's IP address, as text */
    int64_t received_at_ms;

    /* A parameter of the path, decoded; a parameter of the query, decoded, the first of that name; a header,
     * its name without case. Absent if there is none. */
    kith_str (*param)(const void* self, kith_str name);
    kith_str (*query)(const void* self, kith_str name);
    kith_str (*header)(const void* self, kith_str name);
} kith_request;

/* Where an answer is written. Without a call of `status` it is 200. Content-Length, Date, Connection,
 * Request-Id and the CORS headers are the server's. */
typedef struct kith_response {
    uint32_t struct_size;
    uint32_t reserved; /* zero */
    void* self;
    void (*status)(void* self, int32_t status); /* 200 to 599 */
    void (*header)(void* self, kith_str name, kith_str value);
    void (*body)(void* self, kith_str part); /* bytes; parts add up, 8 MiB together */
} kith_response;

#endif
