/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_PLUGIN_H
#define KITH_PLUGIN_H

/* The whole boundary between the server and a plugin. A plugin is a shared library that exports one constant,
 * `kith_plugin`. The server reads it before it calls anything: what a plugin brings is data. */

#include "channel.h"
#include "field_type.h"
#include "host.h"
#include "identifier.h"
#include "route.h"
#include "types.h"
#include "version.h"

/* One step of the plugin's tables, applied once, in the order of the numbers, in a transaction. Tables are
 * named {plugin id}_… . Either `shared` is given, or one text for each engine. Several statements are
 * separated by semicolons at the end of a line. `{binary}` behind the type of a text column: it is compared
 * and ordered by its bytes on both engines, and not, on PostgreSQL, as the language of the database has it.
 */
typedef struct kith_migration {
    uint32_t struct_size;
    uint32_t number; /* 1, 2, 3 … without a gap */
    kith_str name;   /* what it does, in snake_case */
    kith_str shared;
    kith_str sqlite;
    kith_str postgresql;
} kith_migration;

typedef struct kith_declaration {
    uint32_t struct_size;
    uint32_t identifier_type_count;
    const kith_identifier_type* identifier_types;
    const kith_field_type* field_types;
    const kith_channel* channel; /* null: none */
    const kith_route* routes;
    const kith_migration* migrations;
    uint32_t field_type_count;
    uint32_t route_count;
    uint32_t migration_count;
    uint32_t extension_count;

    /* Ids of the server's extensions that the plugin can't work without; it is refused where one is missing.
     */
    const kith_str* extensions;

    /* The options that the plugin understands: a JSON text, of JSON Schema the members type (one of object,
     * array, string, integer, number, boolean, or an array of several, of which a value has one; each other
     * member holds for values of the types that it belongs to), description, default, enum, minimum, maximum,
     * minLength, maxLength, minItems, maxItems, pattern (RE2), items, properties, required,
     * additionalProperties (a schema for every other member; none may come without it), and x-secret (true:
     * never shown). Absent: no options. */
    kith_str options_schema;
} kith_declaration;

typedef struct kith_functions {
    uint32_t struct_size;
    uint32_t reserved; /* zero */

    /* Makes the one instance of the plugin and checks the options as far as the schema can't. `host` stays
     * valid until destroy has returned. The database is not there yet. KITH_OK: `*instance` is set and handed
     * to every other call. KITH_CONFIGURATION: rejected, with pointers into the options. [main-thread] */
    kith_status (*create)(const kith_host* host, void** instance, const kith_sink* out);

    /* Called last, after stop. [main-thread] */
    void (*destroy)(void* instance);

    /* Called once before any request or write, when the migrations are applied and the host answers. May be
     * null. [main-thread] */
    kith_status (*start)(void* instance, const kith_sink* out);

    /* Called once after the last request and write: threads of its own end here. The host still answers. May
     * be null. [main-thread] */
    void (*stop)(void* instance);

    /* An optional capability of the plugin, as a pointer to its struct that stays valid until destroy; null
     * if it does not have it. May be null. [thread-safe] */
    const void* (*extension)(void* instance, kith_str id);

    /* Answers a request on the declared route with the index `route`. Anything but KITH_OK answers a problem
     * made from the status and what was rejected, and what was written to `response` is dropped. Null only
     * without routes. [thread-safe] */
    kith_status (*handle)(void* instance, uint32_t route, const kith_request* request,
                          const kith_response* response, const kith_sink* out);

    const kith_identifier_functions* identifier; /* null only without identifier types */
    const kith_field_type_functions* field_type; /* null only without field types */
    const kith_channel_functions* channel;       /* null only without a channel */
} kith_functions;

typedef struct kith_descriptor {
    uint32_t struct_size;
    uint16_t abi_major; /* KITH_ABI_MAJOR and KITH_ABI_MINOR of the header that it was compiled with */
    uint16_t abi_minor;
    kith_str id;      /* [a-z][a-z0-9_]{0,31} */
    kith_str version; /* of the plugin, for people */
    const kith_declaration* declaration;
    const kith_functions* functions;
} kith_descriptor;

/* The plugin defines it, constant-initialised: valid before any of its code runs. */
KITH_EXTERN_C KITH_EXPORT const kith_descriptor kith_plugin;

#endif
