// SPDX-License-Identifier: Apache-2.0
#include "core/api/user_json.hpp"

namespace kith::api {

void writeUser(JsonWriter& json, const storage::Account& account) {
    json.beginObject()
        .member("id", account.id)
        .member("email", account.email)
        .member("name", account.name)
        .member("role", storage::kRoles.of(account.role))
        .member("disabled", account.disabled)
        .member("created_at", account.createdAt)
        .member("last_seen_at", account.lastSeenAt)
        .member("version", account.version)
        .endObject();
}

}  // namespace kith::api
