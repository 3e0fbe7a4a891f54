/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin without the kit, as plain as one can be, and what can be wrong with it: one VARIANT at a time. */
#include <kith/plugin.h>

#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

#define GOOD 1
#define WRONG_MAJOR 2
#define NEWER_MINOR 3
#define OLDER_MINOR 4
#define TRUNCATED 5
#define NO_TABLE 6
#define NO_NORMALIZE 7
#define OTHER_SOCI 8
#define MISSING_SYMBOL 9
#define NO_ENTRY 10
#define SLOPPY 11
#define TAKES_ROUTE 12
#define NO_ERASE 13

#if VARIANT == MISSING_SYMBOL
int kith_nobody_has_this(void);
#endif

static kith_status create(const kith_host* host, void** instance, const kith_sink* out) {
    (void)out;
    *instance = (void*)(uintptr_t)host;
    return KITH_OK;
}

static void destroy(void* instance) {
    (void)instance;
}

static kith_status handle(void* instance, uint32_t route, const kith_request* request,
                          const kith_response* response, const kith_sink* out) {
    (void)instance, (void)route, (void)out;
    response->body(response->self, request->body);
    return KITH_OK;
}

static kith_status normalize(void* instance, uint32_t type, kith_str given, const kith_sink* out) {
    (void)instance, (void)type;
#if VARIANT == MISSING_SYMBOL
    if (kith_nobody_has_this()) return KITH_INTERNAL;
#endif
    out->text(out->self, 0, given);
    return KITH_OK;
}

#if VARIANT == OLDER_MINOR
/* The table as version 1.0 had it. */
static const struct {
    uint32_t struct_size;
    uint32_t reserved;
    void* apply;
    void* merged;
    void* panel;
} channel_functions_1_0 = {sizeof(channel_functions_1_0), 0, 0, 0, 0};
#define CHANNEL_FUNCTIONS ((const kith_channel_functions*)&channel_functions_1_0)
#else
static const kith_channel_functions channel_functions = {
#if VARIANT == NO_ERASE
    offsetof(kith_channel_functions, erase),
#else
    sizeof(kith_channel_functions),
#endif
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0};
#define CHANNEL_FUNCTIONS (&channel_functions)
#endif

static const kith_identifier_functions identifier_functions = {sizeof(kith_identifier_functions), 0,
#if VARIANT == NO_NORMALIZE
                                                               0
#else
                                                               normalize
#endif
};

static const kith_functions functions = {
    sizeof(kith_functions), 0, create, destroy, 0, 0, 0, handle, &identifier_functions, 0, CHANNEL_FUNCTIONS};

static const kith_identifier_type identifier_types[] = {
#if VARIANT == SLOPPY
    {sizeof(kith_identifier_type), 9, TEXT("Upper"), 0, 0, 0, 0, 0},
#else
    {sizeof(kith_identifier_type), KITH_CLASS_MOVING, TEXT("plain"), 3, 900, 1, 0, 0},
#endif
};

#if VARIANT == SLOPPY
static const kith_field_type field_types[] = {
    {sizeof(kith_field_type), 99, TEXT("Upper"), KITH_OPERATOR_UNKNOWN << 1, 2,
     TEXT("{\"type\": \"object\", \"properties\": {}, \"oneOf\": []}")},
    {sizeof(kith_field_type), KITH_STORAGE_INTEGER, TEXT("twice"),
     KITH_OPERATOR_LESS | KITH_OPERATOR_STARTS_WITH | KITH_OPERATOR_CONTAINS, 0, TEXT("")},
    {sizeof(kith_field_type), KITH_STORAGE_JSON, TEXT("twice"), KITH_OPERATOR_KNOWN | KITH_OPERATOR_ALL_OF, 1,
     TEXT("")},
};
#define FIELD_TYPES field_types
#define FIELD_TYPE_COUNT 3
#else
#define FIELD_TYPES 0
#define FIELD_TYPE_COUNT 0
#endif

static const kith_channel channel = {sizeof(kith_channel), KITH_ACTIVITY_DELIVERED, TEXT("plain"), 0, 0, 0};

static const kith_route routes[] = {
#if VARIANT == SLOPPY
    {sizeof(kith_route), KITH_RIGHT_WRITE, TEXT("FETCH"), TEXT("a//b"), 0, 0, 0, 0},
#elif VARIANT == TAKES_ROUTE
    {sizeof(kith_route), KITH_RIGHT_NONE, TEXT("GET"), TEXT("/v1/profiles/{anything}"), 0, 0, 0, 0},
#else
    {sizeof(kith_route), KITH_RIGHT_NONE, TEXT("POST"), TEXT("echo"), 1000, 0, 0, 0},
#endif
};

#if VARIANT == OTHER_SOCI
static const kith_str extensions[] = {TEXT("kith.soci.session/3.2.1/gnu-cxx98-1002")};
#define EXTENSIONS 1, extensions
#else
#define EXTENSIONS 0, 0
#endif

#if VARIANT == SLOPPY
static const kith_migration migrations[] = {
    {sizeof(kith_migration), 2, TEXT("second"), {0, 0}, TEXT("SELECT 1"), {0, 0}}};
#define MIGRATIONS migrations
#define MIGRATION_COUNT 1
#define SCHEMA TEXT("{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"strng\"}}, \"oneOf\": []}")
#elif VARIANT == NO_ERASE
static const kith_migration migrations[] = {
    {sizeof(kith_migration), 1, TEXT("row"), TEXT("CREATE TABLE plain_row (home bigint)"), {0, 0}, {0, 0}}};
#define MIGRATIONS migrations
#define MIGRATION_COUNT 1
#define SCHEMA TEXT("")
#else
#define MIGRATIONS 0
#define MIGRATION_COUNT 0
#define SCHEMA TEXT("")
#endif

static const kith_declaration declaration = {
    sizeof(kith_declaration), 1, identifier_types, FIELD_TYPES, &channel, routes, MIGRATIONS,
    FIELD_TYPE_COUNT,         1, MIGRATION_COUNT,  EXTENSIONS,  SCHEMA};

#if VARIANT == NO_ENTRY
#define kith_plugin kith_something_else
KITH_EXTERN_C KITH_EXPORT const kith_descriptor kith_plugin;
#endif

const kith_descriptor kith_plugin = {
#if VARIANT == TRUNCATED
    24,
#else
    sizeof(kith_descriptor),
#endif
    KITH_ABI_MAJOR + (VARIANT == WRONG_MAJOR),
#if VARIANT == OLDER_MINOR
    0,
#elif VARIANT == NO_ERASE
    2,
#else
    KITH_ABI_MINOR + (VARIANT == NEWER_MINOR),
#endif
#if VARIANT == SLOPPY
    TEXT("no name"),
    TEXT(""),
#else
    TEXT("plain"),
    TEXT("0.9"),
#endif
    &declaration,
#if VARIANT == NO_TABLE
    0
#else
    &functions
#endif
};
