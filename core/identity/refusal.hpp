// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/model/identifier.hpp"
#include "core/model/outcome.hpp"

namespace kith::identity {

/// The sentence shown with a refusal; it names the type, never a value.
[[nodiscard]] std::string refusalDetail(model::RefusalCode code, const std::string& type);

[[nodiscard]] model::Refusal makeRefusal(model::RefusalCode code, model::Identifier identifier,
                                         base::ProfileId other = {});

}  // namespace kith::identity
