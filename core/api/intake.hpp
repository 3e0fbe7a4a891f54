// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/pipeline/pipeline.hpp"

namespace kith::api {

/// An item of a batch: ready to be written, or wrong.
using Prepared = std::variant<model::Observation, base::Error>;

/// Writes what is ready, all at once, and returns one outcome per item in their order; what was wrong is
/// rejected. Throws what pipeline::Writer::submit throws.
[[nodiscard]] std::vector<model::Outcome> writeAll(pipeline::Writer& writer, std::vector<Prepared> items);

}  // namespace kith::api
