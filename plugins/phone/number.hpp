// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/identifier_source.hpp>
#include <string>
#include <string_view>

#include "config.hpp"

namespace kith::phone {

/// Telephone numbers as E.164, `+380441234567`. A number without a country code is of the default region.
/// Numbers with an extension are refused: E.164 has none, and the rest is a switchboard that many people
/// share.
class NumberSource final : public sdk::IdentifierSource {
public:
    explicit NumberSource(const Config& config);

    [[nodiscard]] sdk::Outcome<std::string> normalize(std::string_view given) const override;

private:
    [[nodiscard]] sdk::Outcome<std::string> read(std::string_view given) const;

    std::string region_;
};

}  // namespace kith::phone
