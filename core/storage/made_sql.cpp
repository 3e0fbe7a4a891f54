// SPDX-License-Identifier: Apache-2.0
#include "core/storage/made_sql.hpp"

#include <string>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/statement.hpp"

namespace kith::storage {

std::string MadeSql::add(Constant constant) {
    if (constants_.size() == kMost)
        throw base::Error(base::ErrorCode::Conflict,
                          "The conditions name more than " + std::to_string(kMost) + " values together.");
    constants_.push_back(std::move(constant));
    return ":c" + std::to_string(constants_.size());
}

std::vector<MadeSql::Constant> MadeSql::constantsOf(std::string_view text) const {
    std::vector<Constant> ordered;
    for (const auto& name : parameterNames(text))
        ordered.push_back(constants_.at(std::stoul(name.substr(1)) - 1));
    return ordered;
}

}  // namespace kith::storage
