// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::test {

/// The moment from which the times of items count, in milliseconds since 1970: 2024-01-01.
inline constexpr std::int64_t kHistoryStartMillis = 1'704'067'200'000;

/// An observation in plain words: what a history is made of, what the plain model reads, and what the two
/// forms that kith takes are derived from. Times are milliseconds after
/// kHistoryStartMillis.
struct Item {
    using Ref = std::pair<std::string, std::string>;  ///< (type, normalised value)

    struct Field {
        enum class Op { Set, Clear, Add, Remove };
        std::string key;
        Op op = Op::Set;
        std::string value;
    };
    struct Subscription {
        std::string category;
        bool subscribed = true;
        std::string by = "person";
        std::int64_t at = 0;
        std::string reason;
    };
    struct Endpoint {
        Ref ref;
        std::string state;
        std::int64_t at = 0;
        std::string reason;
        std::optional<std::int64_t> until;
        bool told = false;  ///< Of `active`: the person opted in, as the staff tell.
    };
    struct Activity {
        std::string channel;
        std::string id;
        std::string kind = "message";
        std::string event;
        std::string status;
        std::string machine;
        std::string reason;
        std::string messageId;
        std::string messageName;
        std::optional<Ref> endpoint;
        std::int64_t at = 0;
    };

    /// What a person decided about profiles, which says nothing of them.
    struct Decision {
        /// `merge` and `forbid` the profiles of these numbers, or `preview` their merge, which decides
        /// nothing; `undo` a merge, `allow`; `attach`, `move` and `detach` an identifier; `delete`, `restore`
        /// and `erase` a profile.
        std::string kind;
        int first = 0;  ///< A profile, or the merge or prohibition of this number; all from 1.
        int second = 0;
        Ref ref = {};
    };

    std::int64_t key = 1;  ///< The API key that sends it.
    std::string id;        ///< Empty: it gives none.
    std::string source = "shop";
    bool staff = false;  ///< Somebody of the organisation decided it.
    bool attested = true;
    std::int64_t at = 0;
    int edits = 0;  ///< An edit of the profile of this number, from 1; 0: an observation.
    std::optional<Decision> decision;
    std::vector<Ref> identifiers;  ///< In any order.
    std::vector<Ref> blocked;
    bool restore = false;         ///< Of whom it would make anew, a deleted profile lives again.
    std::optional<Ref> identity;  ///< Of a claim: whom its identity token names.
    std::vector<Field> fields;
    std::vector<Subscription> subscriptions;
    std::vector<Endpoint> endpoints;
    std::vector<Activity> activities;
};

/// What is left of an item if whom it names has let go of all of it: what it says of addresses, as nobody's.
[[nodiscard]] Item statesOf(const Item& item);

/// Every identifier that it mentions, in any part of it.
[[nodiscard]] std::vector<Item::Ref> mentionedBy(const Item& item);

/// The item as one object of `POST /v1/observations`; an edit, or one with an identity token or an opt-in
/// that is told, as no body has it, for people to read.
[[nodiscard]] nlohmann::json toJson(const Item& item);

/// 16 bytes that are the same for equal content: the last word where everything else is equal.
[[nodiscard]] std::string contentHashOf(const Item& item);

}  // namespace kith::test
