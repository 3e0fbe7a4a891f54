// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/api/services.hpp"
#include "core/base/error.hpp"
#include "core/http/response.hpp"
#include "core/model/command.hpp"
#include "core/model/outcome.hpp"
#include "core/model/prepare.hpp"

namespace kith::api {

/// What the merge would do and what forbids it; nothing is done. Throws what makes it impossible.
[[nodiscard]] model::Outcome previewOf(const Services& services, const model::Writer& writer,
                                       model::MergeCommand command);

/// A JSON array: everything that forbids the merge of such an outcome, with what shows it.
void writeRefused(JsonWriter& json, const Services& services, const model::Outcome& preview);

/// Whether the rules forbid the merge that ended so: of anything else there are no reasons to show.
[[nodiscard]] bool isForbidden(const base::Error& error);

/// The answer to a merge that the rules forbid: the error, with what a preview tells of it as `refused`.
[[nodiscard]] http::Response refusedMerge(const Services& services, const model::Writer& writer,
                                          model::MergeCommand command, const base::Error& error);

}  // namespace kith::api
