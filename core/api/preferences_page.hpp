// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/pages/html_page.hpp"
#include "core/api/preferences_choice.hpp"

namespace kith::api {

/// What the page says above its form, if anything.
struct PageNote {
    std::string_view key = {};       ///< Of the text; empty: nothing.
    std::string_view category = {};  ///< What one is called that the text names.
    bool isWrong = false;
};

/// The page with what the person has, or with what they chose if that was not taken.
[[nodiscard]] http::Response renderPreferences(int status, const PageReader& reader,
                                               const LinkedPerson& person, const Offers& offers,
                                               const PageNote& note, const Choice* chosen = nullptr);

/// What the person read who chose so, of a category or of all; of what a mail program showed them for one
/// click, what it sent.
[[nodiscard]] std::string wordingOf(const PageReader& reader, const Choice& choice,
                                    const model::Category& category);

}  // namespace kith::api
