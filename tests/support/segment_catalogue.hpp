// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/catalogue.hpp"

namespace kith::test {

/// A field of every kind with every operator that its kind has: `word` (text), `count` (integer), `balance`
/// (decimal, as text), `active` (boolean), `born` (date), `seen` (time), `notes` (JSON), the sets `tags` and
/// `interests`, and `time_zone`. Identifiers `email` (an `@`; lower-cased) and `cookie` (opaque). The
/// categories `news` (no default), `offers` (subscribed by default) and `calls` (not).
[[nodiscard]] model::Catalogue segmentCatalogue();

}  // namespace kith::test
