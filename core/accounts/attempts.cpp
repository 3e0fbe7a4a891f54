// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/attempts.hpp"

#include "core/http/trusted_proxies.hpp"
#include "core/model/text.hpp"

namespace kith::accounts {
namespace {

constexpr std::size_t kRatedNames = 50'000;

http::RateLimit rateOf(std::size_t most, std::chrono::milliseconds window) {
    const auto burst = static_cast<double>(most);
    return {burst / std::chrono::duration<double>(window).count(), burst};
}

}  // namespace

Attempts::Attempts(AttemptSettings settings, const base::Clock& clock)
    : accountRate_(rateOf(settings.perAccount, settings.window)),
      clientRate_(rateOf(settings.perAddress, settings.window)),
      accounts_(kRatedNames, clock),
      clients_(kRatedNames, clock) {}

// By the client first: one that is refused anyhow does not use up the attempts of the account's owner.
std::optional<std::chrono::milliseconds> Attempts::take(std::string_view email, const std::string& client) {
    if (const auto wait = clients_.take(http::rateName(client), clientRate_)) return wait;
    return accounts_.take(model::caseFolded(email), accountRate_);
}

}  // namespace kith::accounts
