// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/model/catalogue.hpp"

namespace kith::test {

/// A catalogue without any plugin: the identifier types of IDENTITY.md (simple normalisers: `email` and
/// `phone` lower-case what holds an `@` or only digits, the rest is opaque), the fields `first_name`,
/// `nickname` (text), `signup` (text, of which the first counts), `age_limit` (integer), `balance` (decimal:
/// keeps the token as text), `vip` (boolean), `tags` and `interests` (sets of text), the categories `news`
/// and `offers`.
[[nodiscard]] model::Catalogue testCatalogue(const model::Catalogue::BlockedValues& blocked = {});

/// Types of identifiers with another class than that; nobody brings those that have none.
using OtherClasses = std::map<std::string, std::optional<model::IdentifierClass>, std::less<>>;

/// The same with these classes.
[[nodiscard]] model::Catalogue testCatalogueWith(const OtherClasses& classes,
                                                 const model::Catalogue::BlockedValues& blocked = {});

}  // namespace kith::test
