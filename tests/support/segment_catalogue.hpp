// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/catalogue.hpp"

namespace kith::test {

/// A field of every kind with every operator that its kind has: `word` (text), `count` (integer), `balance`
/// (decimal, as text), `active` (boolean), `born` (date), `seen` (time), `notes` (JSON), the sets `tags` and
/// `interests`, and `time_zone`; and `gone`, which is archived, and `hidden`, which is not indexed.
/// Identifiers `email` (an `@`; lower-cased) and `cookie` (opaque). The categories `news` (no default),
/// `offers` (subscribed by default), `calls` (not) and `old` (archived).
[[nodiscard]] model::Catalogue segmentCatalogue();

}  // namespace kith::test
