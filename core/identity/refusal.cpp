// SPDX-License-Identifier: Apache-2.0
#include "core/identity/refusal.hpp"

#include <utility>

namespace kith::identity {

std::string refusalDetail(model::RefusalCode code, const std::string& type) {
    using model::RefusalCode;
    switch (code) {
        case RefusalCode::UniqueConflict:
            return "This " + type + " would join two people with different values of a unique type.";
        case RefusalCode::Limit:
            return "The profile would have more values of " + type + " than its limit.";
        case RefusalCode::MustNotLink:
            return "A standing prohibition keeps the two profiles apart.";
        case RefusalCode::BlockedValue:
            return "This value of " + type + " never identifies anybody.";
        case RefusalCode::NotAttested:
            return "This " + type + " identifies another profile; a claim alone doesn't join them.";
        case RefusalCode::ComponentTooLarge:
            return "The profile has reached the greatest number of identifiers or merges.";
        case RefusalCode::Released:
            return "This " + type + " was detached after the observation's time.";
    }
    return {};
}

model::Refusal makeRefusal(model::RefusalCode code, model::Identifier identifier, base::ProfileId other) {
    std::string detail = refusalDetail(code, identifier.type);
    return {code, std::move(identifier), other, std::move(detail)};
}

}  // namespace kith::identity
