// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::storage {

class Session;

using Secret = std::array<std::uint8_t, 32>;

/// The value of a setting, if it has one.
[[nodiscard]] std::optional<std::string> readSetting(Session& session, std::string_view name);

/// The same, kept from other writers until the transaction's end; empty if it has no value yet.
[[nodiscard]] std::string lockSetting(Session& writer, std::string_view name);

/// Gives a setting that is locked its value.
void writeSetting(Session& writer, std::string_view name, std::string_view value);

/// The generated secret of that name, if it was made. Throws Error{Storage} if what is stored is no secret.
[[nodiscard]] std::optional<Secret> findSecret(Session& session, std::string_view name);

/// The generated secret of that name: made of random bits by whoever asks first, the same for all who ask
/// later, also when several programs ask at once. `writer` is a session that may write, outside of a
/// transaction. Throws Error{Storage}, also if what is stored is no secret.
[[nodiscard]] Secret generatedSecret(Session& writer, std::string_view name);

}  // namespace kith::storage
