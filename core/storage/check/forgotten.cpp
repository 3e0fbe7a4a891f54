// SPDX-License-Identifier: Apache-2.0
#include "core/storage/forgotten.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "identifier";

constexpr std::string_view kIdentifiers =
    "SELECT id, type, value FROM identifier WHERE id > :after AND id <= :upto ORDER BY id";

constexpr std::string_view kForgotten = R"(
SELECT given.id
FROM {rows id bigint, hash text} CROSS JOIN forgotten_identifier AS known
WHERE known.hash = given.hash)";

using Page = std::vector<std::pair<base::IdentifierId, model::Identifier>>;

Page identifiersOf(Session& session, std::int64_t after, std::int64_t upTo) {
    Page page;
    session.each<base::IdentifierId, std::string, std::string>(
        kIdentifiers,
        [&](base::IdentifierId id, std::string type, std::string value) {
            page.emplace_back(id, model::Identifier{std::move(type), std::move(value)});
        },
        after, upTo);
    return page;
}

}  // namespace

// Writers lock the one row of an address, and who makes it takes over the hash in the same transaction. So
// the two are never there together, in any state of the database: what is kept by the hash would count no
// more.
void checkForgotten(const Checking& checking) {
    if (!checking.addressKey) return;
    auto& session = checking.session;
    auto find = session.lookup<base::IdentifierId>(kForgotten, [&](base::IdentifierId id) {
        checking.findings.add(kTable, "id=" + std::to_string(id.value),
                              "is known again, and what is kept of it by its hash does not count");
    });
    eachRange(checking, kTable, "id", [&](std::int64_t after, std::int64_t upTo) {
        for (const auto& [id, identifier] : identifiersOf(session, after, upTo))
            find.add(id, forgottenHash(*checking.addressKey, identifier));
        find.run();
    });
}

}  // namespace kith::storage::check
