/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_FIELD_TYPE_H
#define KITH_FIELD_TYPE_H

#include "types.h"

/* How values of a type are stored and compared, and how they read in JSON. */
typedef uint32_t kith_storage_kind;
enum {
    KITH_STORAGE_TEXT = 1,    /* KITH_VALUE_TEXT, at most 4,096 bytes; a string */
    KITH_STORAGE_INTEGER = 2, /* KITH_VALUE_INTEGER; a number */
    KITH_STORAGE_DECIMAL = 3, /* KITH_VALUE_DECIMAL, at most 18 digits; a string, "12.5" */
    KITH_STORAGE_BOOLEAN = 4, /* KITH_VALUE_BOOLEAN; true or false */
    KITH_STORAGE_DATE = 5,    /* KITH_VALUE_TEXT, YYYY-MM-DD, which sorts as the dates do; a string */
    KITH_STORAGE_TIME = 6,    /* KITH_VALUE_TIME; a string, "2026-11-20T09:30:00.000Z" */
    KITH_STORAGE_JSON = 7 /* KITH_VALUE_JSON, at most 64 KiB; as it is. No operators but known and unknown */
};

/* The operators that the core knows; a type picks those that mean something for it. They are evaluated by the
 * core on the stored values: no code or SQL of the plugin is involved. A plugin is refused that picks one for
 * what it is not for: those without a word are for every kind but JSON. */
typedef uint32_t kith_operators;
enum {
    KITH_OPERATOR_EQUALS = 1 << 0,
    KITH_OPERATOR_NOT_EQUALS = 1 << 1,
    KITH_OPERATOR_ONE_OF = 1 << 2,
    KITH_OPERATOR_LESS = 1 << 3,
    KITH_OPERATOR_GREATER = 1 << 4,
    KITH_OPERATOR_BETWEEN = 1 << 5,
    KITH_OPERATOR_STARTS_WITH = 1 << 6,   /* text */
    KITH_OPERATOR_CONTAINS = 1 << 7,      /* text: a part; sets: an element */
    KITH_OPERATOR_ALL_OF = 1 << 8,        /* sets */
    KITH_OPERATOR_NONE_OF = 1 << 9,       /* sets */
    KITH_OPERATOR_IN_LAST_DAYS = 1 << 10, /* dates and times */
    KITH_OPERATOR_IN_NEXT_DAYS = 1 << 11, /* dates and times */
    KITH_OPERATOR_ANNIVERSARY = 1 << 12,  /* dates: month and day, whatever the year */
    KITH_OPERATOR_KNOWN = 1 << 13,        /* everything, as the next one */
    KITH_OPERATOR_UNKNOWN = 1 << 14
};

typedef struct kith_field_type {
    uint32_t struct_size;
    kith_storage_kind storage;
    kith_str name; /* [a-z][a-z0-9_]{0,31}, unlike every other type of the server */
    kith_operators operators;
    uint32_t is_set; /* 1: a field holds any number of values; the core keeps the set, the plugin sees one
                        element */

    /* The options of one field of this type, as a schema (see kith_declaration.options_schema). */
    kith_str options_schema;
} kith_field_type;

typedef struct kith_field_type_functions {
    uint32_t struct_size;
    uint32_t reserved; /* zero */

    /* Makes ready for one field. `type` is the index into the declared types; `options` is a JSON object that
     * passed the type's schema. KITH_OK: `*prepared` is set and belongs to the server until `release`.
     * KITH_CONFIGURATION: rejected, with pointers into the options.
     * [thread-safe] */
    kith_status (*prepare)(void* instance, uint32_t type, kith_str options, void** prepared,
                           const kith_sink* out);

    /* Takes back what `prepare` gave, when no call uses it any more. [thread-safe] */
    void (*release)(void* instance, void* prepared);

    /* Checks one value, or one element of a set, and brings it into the form that is stored.
     * `in` has one of the kinds boolean, integer, number, text, json; null never comes here, and JSON comes
     * in canonical form: members sorted, no white space, numbers as short as they go. KITH_OK: one value, as
     * the storage kind has it. KITH_INVALID_INPUT: rejected once. Repeatable: what it answers, given again,
     * gives the same answer, and depends on nothing else. [thread-safe] */
    kith_status (*validate)(void* instance, const void* prepared, const kith_value* in, const kith_sink* out);
} kith_field_type_functions;

#endif
