// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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

/// Reads options that passed options.json. Throws sdk::Failure(Configuration) with pointers to what the
/// schema can't see: keys that are none, domains that are none or that lead to one another.
[[nodiscard]] Config readConfig(std::string_view options);

}  // namespace kith::email
