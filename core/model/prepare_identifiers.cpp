// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

void refuseTooManyValues(Draft& draft, const Where& where) {
    std::map<const IdentifierRule*, std::uint32_t> counts;
    for (const auto& seen : draft.out.identifiers) {
        if (seen.rule->cls == IdentifierClass::Unique && ++counts[seen.rule] == seen.rule->limit + 1) {
            draft.findings.wrong(where, "too_many_values",
                                 "more values of " + seen.rule->type + " than one person can have");
        }
    }
}

/// Nothing is left: why each value was left out is what is wrong, blocked ones included, and comes first.
void refuseNoIdentifier(Draft& draft, const Where& where) {
    for (const auto& blocked : draft.out.blocked) {
        const Where at(where, blocked.index);
        draft.findings.wrong({at, "value"}, "blocked_value", kBlockedDetail);
    }
    draft.findings.refuseLeftOut();
    draft.findings.wrong(where, "no_identifier", "no identifier is left that could identify a person");
}

}  // namespace

void sortOnce(std::vector<SeenIdentifier>& identifiers) {
    std::stable_sort(
        identifiers.begin(), identifiers.end(),
        [](const SeenIdentifier& a, const SeenIdentifier& b) { return a.rule->order < b.rule->order; });
    std::vector<SeenIdentifier> once;
    once.reserve(identifiers.size());
    for (auto& seen : identifiers) {
        const bool again = std::any_of(once.begin(), once.end(), [&seen](const SeenIdentifier& earlier) {
            return earlier.identifier == seen.identifier;
        });
        if (!again) once.push_back(std::move(seen));
    }
    identifiers = std::move(once);
}

ReadIdentifier readIdentifier(Draft& draft, const json& object, const Where& where) {
    const auto reader = draft.reader();
    const auto type = reader.requiredText(object, where, "type", bounds::kIdentifierType);
    const auto* value = memberOf(object, "value");
    const auto* given = value != nullptr ? value->get_ptr<const std::string*>() : nullptr;
    if (given == nullptr) {
        draft.findings.wrong({where, "value"}, value == nullptr ? "required" : "wrong_type", "must be text");
        return {};
    }
    if (!type) return {};
    const auto* rule = draft.catalogue.rules().find(*type);
    const auto* source = draft.catalogue.source(*type);
    if (rule == nullptr || source == nullptr) {
        draft.leftOut({where, "type"}, "unknown_type", noSuchType(draft.catalogue, *type));
        return {};
    }
    if (given->size() > bounds::kIdentifierValue) {
        draft.leftOut({where, "value"}, "too_long", "the value is too long for an identifier");
        return {};
    }
    if (draft.catalogue.isBlocked(*type, *given)) return {{}, BlockedIdentifier{rule->type, *given}};
    auto normalised = source->normalize(*type, *given);
    if (const auto* invalid = std::get_if<Invalid>(&normalised)) {
        draft.leftOut({where, "value"}, invalid->code, invalid->detail);
        return {};
    }
    auto& text = std::get<std::string>(normalised);
    if (text != *given && draft.catalogue.isBlocked(*type, text)) {
        return {{}, BlockedIdentifier{rule->type, *given}};
    }
    return {SeenIdentifier{{rule->type, std::move(text)}, *given, rule}, {}};
}

void readIdentifiers(Draft& draft, const json& value, const Where& where) {
    const auto reader = draft.reader();
    if (!reader.array(value, where, bounds::kIdentifiers)) return;
    draft.out.identifiers.reserve(value.size());
    for (std::size_t index = 0; index < value.size(); ++index) {
        const Where at(where, index);
        if (!reader.object(value[index], at, {"type", "value"})) continue;
        auto read = readIdentifier(draft, value[index], at);
        if (read.seen) {
            read.seen->index = index;
            draft.out.identifiers.push_back(*std::move(read.seen));
        } else if (read.blocked) {
            read.blocked->index = index;
            draft.out.blocked.push_back(*std::move(read.blocked));
        }
    }
    sortOnce(draft.out.identifiers);
    refuseTooManyValues(draft, where);
    if (draft.out.identifiers.empty() && !draft.findings.isWrong()) {
        refuseNoIdentifier(draft, where);
    }
}

}  // namespace kith::model
