// SPDX-License-Identifier: Apache-2.0
#include "core/identity/refusal.hpp"

#include <utility>

namespace kith::identity {
namespace {

std::string wordsOf(const std::vector<Excess>& excess) {
    std::string words;
    for (const auto& each : excess) {
        words += (words.empty() ? "The profile would have " : " And it would have ") +
                 std::to_string(each.count) + ' ' + each.of + "; the limit is " + std::to_string(each.most) +
                 '.';
    }
    return words;
}

std::string detailOf(const Reason& reason, const std::string& type) {
    using model::RefusalCode;
    switch (reason.code) {
        case RefusalCode::UniqueConflict:
            return "The profile would have different values of " + reason.uniqueType +
                   ", of which a person has one.";
        case RefusalCode::Limit:
        case RefusalCode::ComponentTooLarge:
            return wordsOf(reason.excess);
        case RefusalCode::MustNotLink:
            return "A standing prohibition keeps the two profiles apart.";
        case RefusalCode::BlockedValue:
            return "This value of " + type + " never identifies anybody.";
        case RefusalCode::NotAttested:
            return "This " + type + " identifies another profile; a claim alone doesn't join them.";
        case RefusalCode::Released:
            return "This " + type + " was detached, or its profile deleted, after the observation's time.";
    }
    return {};
}

}  // namespace

model::Refusal makeRefusal(const Reason& reason, model::Identifier identifier, base::ProfileId other) {
    std::string detail = detailOf(reason, identifier.type);
    return {reason.code, std::move(identifier), other, std::move(detail)};
}

}  // namespace kith::identity
