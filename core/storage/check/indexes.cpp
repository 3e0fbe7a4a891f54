// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <set>
#include <string>

#include "core/storage/check/subjects.hpp"

namespace kith::storage::check {
namespace {

// What two writers at once are kept from doing by nothing else.
constexpr std::array<std::array<std::string_view, 2>, 7> kUnique{
    {{"profile_identifier", "profile_identifier_identifying"},
     {"identifier", "identifier_by_value"},
     {"activity", "activity_by_key"},
     {"api_key", "api_key_by_hash"},
     {"account", "account_by_email"},
     {"account_session", "account_session_by_token"},
     {"event", "event_by_number"}}};

}  // namespace

void checkIndexes(const Checking& checking) {
    std::set<std::string, std::less<>> there;
    checking.session.each<std::string>(checking.session.dialect().listObjects(),
                                       [&](std::string name) { there.insert(std::move(name)); });
    for (const auto& [table, index] : kUnique) {
        if (!there.contains(index))
            checking.findings.add(table, "index=" + std::string(index), "a unique index is missing");
    }
}

}  // namespace kith::storage::check
