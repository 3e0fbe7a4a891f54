// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "address.hpp"
#include "sendgrid.hpp"
#include "ses.hpp"
#include "signature.hpp"

namespace kith::email {

struct Config {
    SesSettings ses;
    std::vector<std::string> topics;
    std::int64_t snsWindowMs = 0;
    SendGridSettings sendGrid;
    std::vector<PublicKey> sendGridKeys;
    std::int64_t sendGridWindowMs = 0;
    DomainPolicies domains;
};

/// Whether there is a subscription category of that key.
using HasCategory = std::function<bool(std::string_view)>;

/// Reads options that passed options.json. Throws sdk::Failure(Configuration) with pointers to what the
/// schema can't see: keys, categories and domains that are none, domains that lead to one another.
[[nodiscard]] Config readConfig(std::string_view options, const HasCategory& hasCategory);

}  // namespace kith::email
