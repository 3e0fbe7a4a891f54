// SPDX-License-Identifier: Apache-2.0
#include "core/api/preparing.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/input_error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/definitions.hpp"

namespace kith::api {
namespace {

using model::Observation;

constexpr std::string_view kUnknownField = "unknown_field";
constexpr std::string_view kFields = "/fields/";
constexpr std::string_view kFull =
    "there is no such field, and no more are made of texts: `observations.max_created_fields` is reached, "
    "or the most fields that there may be";
constexpr std::string_view kNoTexts =
    "there is no such field, and none is made of it: no plugin brings the type `text`";

/// What is said against an item, be it taken or not.
const std::vector<base::Violation>& saidOf(const Prepared& prepared) {
    if (const auto* observation = std::get_if<Observation>(&prepared)) return observation->warnings;
    return std::get<base::Error>(prepared).violations();
}

/// Whether other fields and categories might have made something else of it. What is cut off might be about
/// them.
bool dependsOnDefinitions(const Prepared& prepared) {
    const auto& said = saidOf(prepared);
    return said.size() > std::min(model::bounds::kWarnings, model::bounds::kViolations) ||
           std::any_of(said.begin(), said.end(), [](const base::Violation& each) {
               return each.pointer.starts_with(kFields) || each.pointer.starts_with("/subscriptions/");
           });
}

bool isOfUnknownField(const base::Violation& said) {
    return said.code == kUnknownField && said.pointer.starts_with(kFields);
}

/// The unknown fields with texts, of an item that nothing else stands in the way of.
std::set<std::string> unknownTexts(const Prepared& prepared, const nlohmann::json& item,
                                   const model::Writer& writer) {
    const auto& said = saidOf(prepared);
    const auto* observation = std::get_if<Observation>(&prepared);
    const bool attests = observation != nullptr ? observation->origin->attested : writer.mayAttest;
    if (!attests || (observation == nullptr && !std::all_of(said.begin(), said.end(), isOfUnknownField)))
        return {};
    std::set<std::string> keys;
    for (const auto& each : said) {
        if (!isOfUnknownField(each)) continue;
        // A key that has to be escaped in a pointer is that of no field.
        auto key = each.pointer.substr(kFields.size());
        const bool mayBeOne = model::isFieldKey(key) && !model::isDerivedField(key);
        if (mayBeOne && item.at("fields").at(key).is_string()) keys.insert(std::move(key));
    }
    return keys;
}

/// Where fields of `keys` are said to be unknown, `why` takes the place of the words.
std::vector<base::Violation> reworded(std::vector<base::Violation> said, const std::set<std::string>& keys,
                                      std::string_view why) {
    for (auto& each : said) {
        if (isOfUnknownField(each) && keys.contains(each.pointer.substr(kFields.size()))) each.detail = why;
    }
    return said;
}

/// The same of an item, whose texts made no fields.
Prepared explained(Prepared prepared, const std::set<std::string>& keys, std::string_view why) {
    if (keys.empty()) return prepared;
    if (auto* observation = std::get_if<Observation>(&prepared)) {
        observation->warnings = reworded(std::move(observation->warnings), keys, why);
        return prepared;
    }
    return base::inputError(reworded(std::get<base::Error>(prepared).violations(), keys, why));
}

Observation taken(Prepared&& prepared) {
    if (auto* error = std::get_if<base::Error>(&prepared)) throw base::Error(std::move(*error));
    return std::get<Observation>(std::move(prepared));
}

}  // namespace

Prepared Preparing::tryPrepare(const nlohmann::json& item, const model::Writer& writer, base::Time now) {
    return prepareAgain([&] { return with_.preparer.tryPrepare(item, writer, now); }, item, writer);
}

Observation Preparing::prepareEdit(const nlohmann::json& patch, const model::Address& address,
                                   const model::Writer& writer, base::Time now) {
    const auto edit = [&]() -> Prepared {
        try {
            return with_.preparer.prepareEdit(patch, address, writer, now);
        } catch (const base::Error& error) {
            if (error.code() != base::ErrorCode::InvalidInput) throw;
            return error;
        }
    };
    return taken(prepareAgain(edit, patch, writer));
}

Prepared Preparing::prepareAgain(const Prepare& prepare, const nlohmann::json& item,
                                 const model::Writer& writer) {
    const auto known = with_.catalogue.definitions();
    auto prepared = prepare();
    if (!dependsOnDefinitions(prepared)) return prepared;
    look();
    if (with_.catalogue.definitions() != known) prepared = prepare();
    if (with_.mostMadeFields == 0) return prepared;
    if (whyNoMore_.empty() && makeFields(unknownTexts(prepared, item, writer))) prepared = prepare();
    if (whyNoMore_.empty()) return prepared;
    const auto keys = unknownTexts(prepared, item, writer);
    return explained(std::move(prepared), keys, whyNoMore_);
}

void Preparing::look() {
    if (failure_) throw base::Error(*failure_);
    if (std::exchange(hasLooked_, true)) return;
    try {
        with_.keeper.refresh();
    } catch (const base::Error& error) {
        failure_ = error;
        throw;
    }
}

bool Preparing::makeFields(std::set<std::string> keys) {
    std::erase_if(keys, [this](const std::string& key) { return !tried_.insert(key).second; });
    if (keys.empty()) return false;
    const auto made = with_.editor.makeTextFields(keys, with_.mostMadeFields);
    if (!made) {
        whyNoMore_ = kNoTexts;
    } else if (*made < keys.size()) {
        whyNoMore_ = kFull;
    }
    return made.value_or(0) > 0;
}

}  // namespace kith::api
