// SPDX-License-Identifier: Apache-2.0
#include "core/model/external_id.hpp"

#include "core/model/text.hpp"

namespace kith::model {
namespace {

constexpr std::size_t kMaxBytes = 200;

}  // namespace

std::vector<IdentifierRule> ExternalIdSource::types() const {
    return {{"external_id", IdentifierClass::Unique, 1, 0, ""}};
}

std::vector<std::string> ExternalIdSource::blockedValues(std::string_view /*type*/) const {
    return {};
}

std::variant<std::string, Invalid> ExternalIdSource::normalize(std::string_view /*type*/,
                                                               std::string_view given) const {
    if (given.empty()) return Invalid{"invalid_identifier", "an external id is not empty"};
    if (given.size() > kMaxBytes)
        return Invalid{"invalid_identifier", "an external id has at most 200 bytes"};
    if (hasControl(given)) {
        return Invalid{"invalid_identifier", "an external id holds no control characters"};
    }
    return std::string(given);
}

}  // namespace kith::model
