// SPDX-License-Identifier: Apache-2.0
#include "core/storage/check/rules.hpp"

namespace kith::storage::check {

std::string keyText(std::initializer_list<std::string_view> columns) {
    std::string text;
    for (const auto column : columns) {
        const std::string name(column);
        text += text.empty() ? "'" : " || ' ";
        text += name + "=' || CAST(t." + name + " AS text)";
    }
    return text;
}

std::string isErased(std::string_view home) {
    return "EXISTS (SELECT 1 FROM profile gone CROSS JOIN removal ending WHERE gone.id = " +
           std::string(home) + " AND ending.profile_id = gone.removed_live AND ending.erased = 1)";
}

void checkRules(const Checking& checking, const Rules& rules) {
    auto& session = checking.session;
    auto& findings = checking.findings;
    eachRange(checking, rules.walked, rules.column, [&](std::int64_t after, std::int64_t upTo) {
        for (const auto& rule : rules.rules) {
            // Counted first: there may be more of them than fit into memory.
            const auto counted = session.first<std::int64_t>("SELECT count(*) " + rule.broken, after, upTo);
            const auto rows = std::get<0>(*counted);
            if (rows == 0) continue;
            findings.count(rules.table, rule.sentence, rows, rule.weight);
            const auto room = findings.room(rules.table, rule.sentence);
            if (room == 0) continue;
            session.each<std::string>(
                "SELECT " + rule.key + ' ' + rule.broken + " LIMIT :most",
                [&](const std::string& key) { findings.show(rules.table, key, rule.sentence); }, after, upTo,
                room);
        }
    });
}

}  // namespace kith::storage::check
