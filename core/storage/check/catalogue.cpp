// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <string_view>

#include "core/storage/check/subjects.hpp"

namespace kith::storage::check {
namespace {

struct BrokenEntries {
    std::string_view sql;  ///< Selects the keys of those that break the rule.
    std::string_view sentence;
};

// Values are looked for by the indexes of those that are shown: a field without any is passed over at once.
constexpr std::array<BrokenEntries, 3> kFields{{
    {R"(SELECT f.key FROM field AS f LEFT JOIN field_group AS g ON g.key = f.group_key
        WHERE f.group_key <> '' AND g.key IS NULL ORDER BY f.key)",
     "group_key names no group"},
    {R"(SELECT f.key FROM field AS f JOIN field_group AS g ON g.key = f.group_key
        WHERE f.archived_at IS NULL AND g.archived_at IS NOT NULL ORDER BY f.key)",
     "its group is archived, and it is not"},
    {R"(SELECT f.key FROM field AS f LEFT JOIN field_in_use AS u ON u.field = f.key
        WHERE u.field IS NULL
          AND (EXISTS (SELECT 1 FROM field_value AS v WHERE v.field = f.key AND v.current = 1 AND v.present = 1
                       AND v.text_value IS NOT NULL)
               OR EXISTS (SELECT 1 FROM field_value AS v WHERE v.field = f.key AND v.current = 1
                          AND v.present = 1 AND v.number_value IS NOT NULL))
        ORDER BY f.key)",
     "has values, and its type could be changed"},
}};

}  // namespace

void checkCatalogue(const Checking& checking) {
    const auto rows =
        std::get<0>(checking.session.first<std::int64_t>("SELECT count(*) FROM catalogue").value());
    if (rows != 1)
        checking.findings.add("catalogue", "rows=" + std::to_string(rows),
                              "is not the one row of the version");
    for (const auto& [sql, sentence] : kFields) {
        checking.session.each<std::string>(sql, [&, said = sentence](const std::string& key) {
            checking.findings.add("field", "key=" + key, said);
        });
    }
}

}  // namespace kith::storage::check
