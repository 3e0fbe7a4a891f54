// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/pages/html_page.hpp"
#include "core/api/preferences_choice.hpp"

namespace kith::api {

/// What the page says above its form, if anything.
struct PageNote {
    std::string text;
    bool isWrong = false;
};

/// The page with what the person has, or with what they chose if that was not taken.
[[nodiscard]] http::Response renderPreferences(int status, const PageReader& reader,
                                               const LinkedPerson& person, const Offers& offers,
                                               const PageNote& note, const Choice* chosen = nullptr);

}  // namespace kith::api
