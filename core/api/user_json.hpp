// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/storage/account_store.hpp"

namespace kith::api {

/// A person who works with kith, as an object.
void writeUser(JsonWriter& json, const storage::Account& account);

}  // namespace kith::api
