// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/app/demo/dataset.hpp"
#include "core/app/demo/places.hpp"
#include "core/app/demo/random.hpp"

namespace kith::app::demo {

/// The first of the people have every trait and, each, a story of their own (stories.cpp), so that every data
/// set, however small, shows everything.
inline constexpr unsigned kCast = 30;

/// Somebody who doesn't exist: who they are, and how they are in touch. The same for the same index, seed and
/// number of days, however many people there are.
struct Person {
    unsigned index = 0;
    std::uint64_t seed = 0;
    const Place* place = nullptr;
    bool isFemale = false;
    Name first;
    Name last;
    std::string town;
    std::string birthDate;
    std::string email;
    std::optional<std::string> phone;
    std::string externalId;
    std::string telegramChat;
    std::string cookie;
    std::string deviceId;
    unsigned joinedDay = 0;
    bool isCustomer = false;  ///< Has `externalId`.
    bool usesMail = false;
    bool usesApp = false;
    bool usesTelegram = false;
    bool usesWebPush = false;
    bool browses = false;
    bool confirms = true;  ///< Those who don't never open the mail that asks whether the address is theirs.

    [[nodiscard]] bool isCast() const noexcept { return index < kCast; }
    /// Of this person alone and for one purpose.
    [[nodiscard]] Random random(std::string_view purpose) const;
};

[[nodiscard]] Person makePerson(const Scale& scale, unsigned index);

}  // namespace kith::app::demo
