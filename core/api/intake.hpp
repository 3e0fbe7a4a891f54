// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "core/api/metrics.hpp"
#include "core/api/services.hpp"
#include "core/base/error.hpp"
#include "core/http/request.hpp"
#include "core/model/json.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/pipeline/pipeline.hpp"

namespace kith::api {

/// The items of a body: JSON, an array of it, or NDJSON. Throws like model::parseItems.
[[nodiscard]] model::JsonItems readItems(const Services& services, const http::Request& request);

/// An Idempotency-Key and `id` name the same thing: the key becomes the `id` that `item` lacks. Throws
/// Error{InvalidInput} if it has another one. What is no object stays as it is.
void nameOnce(nlohmann::json& item, std::string_view key);
/// The same of a body: in a list, whatever has no `id` of its own is named by the key, `/` and its place from
/// 0. Throws Error{InvalidInput} too for a key that is too long to be followed by a place.
void nameOnce(model::JsonItems& read, std::string_view key);

/// An item of a batch: ready to be written, or wrong.
using Prepared = std::variant<model::Observation, base::Error>;

/// Writes what is ready, all at once, and returns one outcome per item in their order; what was wrong is
/// rejected, and counted as such. Throws what pipeline::Writer::submit throws.
[[nodiscard]] std::vector<model::Outcome> writeAll(pipeline::Writer& writer, Metrics& metrics,
                                                   std::vector<Prepared> items);

/// The same of one; throws its problem, if it has one.
[[nodiscard]] model::Outcome writeItem(pipeline::Writer& writer, Metrics& metrics, Prepared item);

}  // namespace kith::api
