// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/catalogue.hpp"

namespace kith::test {

/// A catalogue without any plugin: the identifier types of IDENTITY.md (simple normalisers: `email` and
/// `phone` lower-case what holds an `@` or only digits, the rest is opaque), the fields `first_name`,
/// `nickname` (text), `signup` (text, of which the first counts), `age_limit` (integer), `balance` (decimal:
/// keeps the token as text), `vip` (boolean), `tags` and `interests` (sets of text), the categories `news`
/// and `offers`.
[[nodiscard]] model::Catalogue testCatalogue(const model::Catalogue::BlockedValues& blocked = {});

}  // namespace kith::test
