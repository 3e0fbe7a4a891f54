// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>
#include <variant>

#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"

namespace kith::test {

/// What becomes of one item. Throws what is wrong with it.
inline model::Observation prepared(const model::Preparer& preparer, std::string_view item,
                                   const model::Writer& by, base::Time now) {
    auto made = preparer.tryPrepare(model::parseJson(item), by, now);
    if (auto* error = std::get_if<base::Error>(&made)) throw base::Error(std::move(*error));
    return std::get<model::Observation>(std::move(made));
}

}  // namespace kith::test
