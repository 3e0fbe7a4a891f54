// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "core/model/catalogue.hpp"

namespace kith::model {

/// The one identifier type of the core's own: the organisation's number for a person. Opaque and
/// case-sensitive, at most 200 bytes, without control characters. Thread-safe.
class ExternalIdSource final : public IdentifierSource {
public:
    [[nodiscard]] std::vector<IdentifierRule> types() const override;
    [[nodiscard]] std::vector<std::string> blockedValues(std::string_view type) const override;
    [[nodiscard]] std::variant<std::string, Invalid> normalize(std::string_view type,
                                                               std::string_view given) const override;
};

}  // namespace kith::model
