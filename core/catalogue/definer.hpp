// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/base/log.hpp"
#include "core/model/definitions.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"

namespace kith::catalogue {

/// A field ready to take values; nothing if no loaded plugin brings its type. Throws Error{Configuration}
/// with pointers into its options. The plugins outlive it. A field of a derived one's key, as older databases
/// may have, counts as archived whatever it is.
[[nodiscard]] std::optional<model::FieldDefinition> define(const storage::StoredField& field,
                                                           const plugins::Registry& registry);
[[nodiscard]] model::Category define(const storage::StoredCategory& category);

/// All of them. A field that can't be defined here, as of a plugin that failed to load, is left out, and
/// logged if there is a log.
[[nodiscard]] std::shared_ptr<const model::Definitions> defineAll(const storage::StoredCatalogue& stored,
                                                                  const plugins::Registry& registry);
[[nodiscard]] std::shared_ptr<const model::Definitions> defineAll(const storage::StoredCatalogue& stored,
                                                                  const plugins::Registry& registry,
                                                                  base::Log& log);

/// The fields that every deployment has.
[[nodiscard]] std::vector<storage::StoredField> builtInFields();

}  // namespace kith::catalogue
