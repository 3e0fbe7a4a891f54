/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of version 1.3 of the boundary, as it was released, on 64-bit Linux: never changed again. A
 * plugin that was built with it must find its structs as the beginning of today's. */
#include <kith/plugin.h>

#define OFFSET(type, member, at) \
    _Static_assert(offsetof(type, member) == (at), #type "." #member " has moved")
/* What begins with struct_size may have grown; the rest may not. */
#define SIZE(type, bytes) _Static_assert(sizeof(type) >= (bytes), #type " has shrunk")
#define FIXED(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " has another size")

OFFSET(kith_str, data, 0);
OFFSET(kith_str, size, 8);
FIXED(kith_str, 16);

OFFSET(kith_value, kind, 0);
OFFSET(kith_value, reserved, 4);
OFFSET(kith_value, integer, 8);
OFFSET(kith_value, text, 16);
FIXED(kith_value, 32);

OFFSET(kith_sink, struct_size, 0);
OFFSET(kith_sink, reserved, 4);
OFFSET(kith_sink, self, 8);
OFFSET(kith_sink, text, 16);
OFFSET(kith_sink, value, 24);
OFFSET(kith_sink, reject, 32);
SIZE(kith_sink, 40);

OFFSET(kith_identifier, struct_size, 0);
OFFSET(kith_identifier, role, 4);
OFFSET(kith_identifier, type, 8);
OFFSET(kith_identifier, value, 24);
OFFSET(kith_identifier, given, 40);
SIZE(kith_identifier, 56);

OFFSET(kith_identifier_type, struct_size, 0);
OFFSET(kith_identifier_type, identifier_class, 4);
OFFSET(kith_identifier_type, name, 8);
OFFSET(kith_identifier_type, limit, 24);
OFFSET(kith_identifier_type, matching_order, 28);
OFFSET(kith_identifier_type, normalizer_version, 32);
OFFSET(kith_identifier_type, blocked_value_count, 36);
OFFSET(kith_identifier_type, blocked_values, 40);
SIZE(kith_identifier_type, 48);

OFFSET(kith_identifier_functions, struct_size, 0);
OFFSET(kith_identifier_functions, reserved, 4);
OFFSET(kith_identifier_functions, normalize, 8);
SIZE(kith_identifier_functions, 16);

OFFSET(kith_field_type, struct_size, 0);
OFFSET(kith_field_type, storage, 4);
OFFSET(kith_field_type, name, 8);
OFFSET(kith_field_type, operators, 24);
OFFSET(kith_field_type, is_set, 28);
OFFSET(kith_field_type, options_schema, 32);
SIZE(kith_field_type, 48);

OFFSET(kith_field_type_functions, struct_size, 0);
OFFSET(kith_field_type_functions, reserved, 4);
OFFSET(kith_field_type_functions, prepare, 8);
OFFSET(kith_field_type_functions, release, 16);
OFFSET(kith_field_type_functions, validate, 24);
SIZE(kith_field_type_functions, 32);

OFFSET(kith_channel, struct_size, 0);
OFFSET(kith_channel, statuses, 4);
OFFSET(kith_channel, name, 8);
OFFSET(kith_channel, endpoint_types, 24);
OFFSET(kith_channel, endpoint_type_count, 32);
OFFSET(kith_channel, reserved, 36);
SIZE(kith_channel, 40);

OFFSET(kith_applied, struct_size, 0);
OFFSET(kith_applied, evidence, 4);
OFFSET(kith_applied, profile_id, 8);
OFFSET(kith_applied, home_id, 16);
OFFSET(kith_applied, observation_id, 24);
OFFSET(kith_applied, observed_at_ms, 32);
OFFSET(kith_applied, payload, 40);
OFFSET(kith_applied, identifiers, 56);
OFFSET(kith_applied, identifier_count, 64);
OFFSET(kith_applied, reserved, 68);
SIZE(kith_applied, 72);

OFFSET(kith_merge, struct_size, 0);
OFFSET(kith_merge, reserved, 4);
OFFSET(kith_merge, survivor_id, 8);
OFFSET(kith_merge, absorbed_id, 16);
SIZE(kith_merge, 24);

OFFSET(kith_profile, struct_size, 0);
OFFSET(kith_profile, home_count, 4);
OFFSET(kith_profile, id, 8);
OFFSET(kith_profile, homes, 16);
OFFSET(kith_profile, identifiers, 24);
OFFSET(kith_profile, identifier_count, 32);
OFFSET(kith_profile, reserved, 36);
SIZE(kith_profile, 40);

OFFSET(kith_channel_functions, struct_size, 0);
OFFSET(kith_channel_functions, reserved, 4);
OFFSET(kith_channel_functions, apply, 8);
OFFSET(kith_channel_functions, merged, 16);
OFFSET(kith_channel_functions, panel, 24);
OFFSET(kith_channel_functions, annotate, 32);
OFFSET(kith_channel_functions, erase, 40);
OFFSET(kith_channel_functions, exported, 48);
OFFSET(kith_channel_functions, undone, 56);
SIZE(kith_channel_functions, 64);

OFFSET(kith_route, struct_size, 0);
OFFSET(kith_route, right, 4);
OFFSET(kith_route, method, 8);
OFFSET(kith_route, path, 24);
OFFSET(kith_route, body_limit, 40);
OFFSET(kith_route, media_types, 48);
OFFSET(kith_route, media_type_count, 56);
OFFSET(kith_route, reserved, 60);
SIZE(kith_route, 64);

OFFSET(kith_request, struct_size, 0);
OFFSET(kith_request, right, 4);
OFFSET(kith_request, self, 8);
OFFSET(kith_request, method, 16);
OFFSET(kith_request, body, 32);
OFFSET(kith_request, peer, 48);
OFFSET(kith_request, received_at_ms, 64);
OFFSET(kith_request, param, 72);
OFFSET(kith_request, query, 80);
OFFSET(kith_request, header, 88);
SIZE(kith_request, 96);

OFFSET(kith_response, struct_size, 0);
OFFSET(kith_response, reserved, 4);
OFFSET(kith_response, self, 8);
OFFSET(kith_response, status, 16);
OFFSET(kith_response, header, 24);
OFFSET(kith_response, body, 32);
SIZE(kith_response, 40);

OFFSET(kith_label, key, 0);
OFFSET(kith_label, value, 16);
FIXED(kith_label, 48);

OFFSET(kith_observation, struct_size, 0);
OFFSET(kith_observation, evidence, 4);
OFFSET(kith_observation, json, 8);
OFFSET(kith_observation, payload, 24);
SIZE(kith_observation, 40);

OFFSET(kith_http_get, struct_size, 0);
OFFSET(kith_http_get, timeout_ms, 4);
OFFSET(kith_http_get, url, 8);
OFFSET(kith_http_get, hosts, 24);
OFFSET(kith_http_get, host_count, 32);
OFFSET(kith_http_get, body_limit, 36);
SIZE(kith_http_get, 40);

OFFSET(kith_host, struct_size, 0);
OFFSET(kith_host, abi_major, 4);
OFFSET(kith_host, abi_minor, 6);
OFFSET(kith_host, self, 8);
OFFSET(kith_host, options, 16);
OFFSET(kith_host, base_url, 32);
OFFSET(kith_host, channel_url, 48);
OFFSET(kith_host, extension, 64);
OFFSET(kith_host, now_ms, 72);
OFFSET(kith_host, log, 80);
OFFSET(kith_host, metric, 88);
OFFSET(kith_host, observe, 96);
OFFSET(kith_host, write, 104);
OFFSET(kith_host, read, 112);
OFFSET(kith_host, sign, 120);
OFFSET(kith_host, verify, 128);
OFFSET(kith_host, keyed_hash, 136);
OFFSET(kith_host, http_get, 144);
OFFSET(kith_host, has_category, 152);
OFFSET(kith_host, normalize, 160);
SIZE(kith_host, 168);

OFFSET(kith_migration, struct_size, 0);
OFFSET(kith_migration, number, 4);
OFFSET(kith_migration, name, 8);
OFFSET(kith_migration, shared, 24);
OFFSET(kith_migration, sqlite, 40);
OFFSET(kith_migration, postgresql, 56);
SIZE(kith_migration, 72);

OFFSET(kith_declaration, struct_size, 0);
OFFSET(kith_declaration, identifier_type_count, 4);
OFFSET(kith_declaration, identifier_types, 8);
OFFSET(kith_declaration, field_types, 16);
OFFSET(kith_declaration, channel, 24);
OFFSET(kith_declaration, routes, 32);
OFFSET(kith_declaration, migrations, 40);
OFFSET(kith_declaration, field_type_count, 48);
OFFSET(kith_declaration, route_count, 52);
OFFSET(kith_declaration, migration_count, 56);
OFFSET(kith_declaration, extension_count, 60);
OFFSET(kith_declaration, extensions, 64);
OFFSET(kith_declaration, options_schema, 72);
SIZE(kith_declaration, 88);

OFFSET(kith_functions, struct_size, 0);
OFFSET(kith_functions, reserved, 4);
OFFSET(kith_functions, create, 8);
OFFSET(kith_functions, destroy, 16);
OFFSET(kith_functions, start, 24);
OFFSET(kith_functions, stop, 32);
OFFSET(kith_functions, extension, 40);
OFFSET(kith_functions, handle, 48);
OFFSET(kith_functions, identifier, 56);
OFFSET(kith_functions, field_type, 64);
OFFSET(kith_functions, channel, 72);
SIZE(kith_functions, 80);

OFFSET(kith_descriptor, struct_size, 0);
OFFSET(kith_descriptor, abi_major, 4);
OFFSET(kith_descriptor, abi_minor, 6);
OFFSET(kith_descriptor, id, 8);
OFFSET(kith_descriptor, version, 24);
OFFSET(kith_descriptor, declaration, 40);
OFFSET(kith_descriptor, functions, 48);
SIZE(kith_descriptor, 56);
