// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/pages/html_page.hpp"
#include "core/api/preferences_choice.hpp"

namespace kith::api {

/// The page with what the person has, or with what they chose and why if that was not taken; of what they
/// were not shown with what they have.
[[nodiscard]] http::Response renderPreferences(int status, const PageReader& reader,
                                               const LinkedPerson& person, const Offers& offers,
                                               const PageNote& note, const Choice* chosen = nullptr);

/// The digest of what it shows, for its form.
[[nodiscard]] std::string shownWords(const PageReader& reader, const Offers& offers);

/// What the person read who chose so, of a category or of all; of what a mail program showed them for one
/// click, what it sent.
[[nodiscard]] std::string wordingOf(const PageReader& reader, const Choice& choice,
                                    const model::Category& category);

}  // namespace kith::api
