// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/api/linked_person.hpp"
#include "core/api/pages/html_page.hpp"
#include "core/api/person_link.hpp"
#include "core/model/definitions.hpp"

namespace kith::api {

/// None of them null.
using CategoryList = std::span<const model::Category* const>;

/// The page with its button, which asks whether the person wants these, or else whether the address is
/// theirs.
[[nodiscard]] http::Response renderConfirmation(int status, const PageReader& reader,
                                                const LinkedPerson& person, CategoryList categories,
                                                const PageNote& note = {});

/// The digest of what it shows, for its form.
[[nodiscard]] std::string shownWords(const PageReader& reader, CategoryList categories);

/// What the person read who confirmed: the operator's words where the link has them, which led the person
/// here; else those of the page.
[[nodiscard]] std::string wordingOf(const PageReader& reader, const ConfirmationLink& link,
                                    const model::Category& category);

}  // namespace kith::api
