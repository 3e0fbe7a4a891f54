// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "plugins/email/event.hpp"

namespace kith::test {

/// The text of a file under tests/fixtures/ses.
[[nodiscard]] std::string sesFixture(const std::string& name);

/// An event as the observation that it becomes; the keyed hash of a text is `h(text)`.
[[nodiscard]] nlohmann::json observationOf(const email::Event& event);

}  // namespace kith::test
