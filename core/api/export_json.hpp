// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "core/api/json_writer.hpp"
#include "core/storage/export/activities.hpp"
#include "core/storage/export/decisions.hpp"
#include "core/storage/export/events.hpp"
#include "core/storage/export/fields.hpp"
#include "core/storage/export/ledgers.hpp"
#include "core/storage/export/person.hpp"
#include "core/storage/export/segments.hpp"
#include "core/storage/export/sightings.hpp"

/// The rows of an export as JSON, each as one object.
namespace kith::api {

/// What the identifiers of the person are called.
using IdentifierNames = std::unordered_map<base::IdentifierId, model::Identifier>;

/// Of an identifier that is not the person's any more it says nothing.
void writeExported(JsonWriter& json, const storage::ExportedIdentifierChange& row,
                   const IdentifierNames& names);
void writeExported(JsonWriter& json, const storage::ExportedLifeChange& row);
void writeExported(JsonWriter& json, const storage::ExportedField& row);
void writeExported(JsonWriter& json, const storage::ExportedFieldChange& row);
void writeExported(JsonWriter& json, const storage::ExportedMembership& row);
void writeExported(JsonWriter& json, const storage::ExportedConsent& row);
void writeExported(JsonWriter& json, const storage::ExportedEndpointEntry& row);
void writeExported(JsonWriter& json, const storage::ExportedActivity& row);
/// Of a merge that was taken back it doesn't tell the other person's identifier.
void writeExported(JsonWriter& json, const storage::MergeView& row, const IdentifierNames& names);
void writeExported(JsonWriter& json, const storage::ConflictView& row);
void writeExported(JsonWriter& json, const storage::ProhibitionView& row);
void writeExported(JsonWriter& json, const storage::ExportedDismissal& row);
void writeExported(JsonWriter& json, const storage::ExportedObservation& row);
void writeExported(JsonWriter& json, const storage::ExportedNaming& row);
/// Nothing for a link to somebody else's identifier.
void writeExported(JsonWriter& json, const storage::ExportedLink& row, const IdentifierNames& names);
/// Of an identifier that is not the person's any more it says nothing.
void writeExported(JsonWriter& json, const storage::ExportedEvent& row, const IdentifierNames& names);

/// The first members of the document: who it is about, and what identifies them.
void writeExportedPerson(JsonWriter& json, const storage::ExportedPerson& person);

}  // namespace kith::api
