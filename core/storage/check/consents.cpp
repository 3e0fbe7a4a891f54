// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <map>
#include <string>
#include <utility>

#include "core/model/subscription.hpp"
#include "core/storage/check/pages.hpp"
#include "core/storage/check/subjects.hpp"
#include "core/storage/ledger.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "consent";

constexpr std::string_view kConsents = R"(
SELECT c.home, c.id, c.category, c.subscribed, c.given_by, c.at, c.current, o.attested, o.key_id, o.source_name,
       o.given_id, o.content_hash
FROM consent c CROSS JOIN observation o
WHERE (c.home, c.id) > (:home, :id) AND o.id = c.observation_id
  AND NOT EXISTS (SELECT 1 FROM profile p CROSS JOIN removal r
                  WHERE p.id = c.home AND r.profile_id = p.removed_live AND r.erased = 1)
ORDER BY c.home, c.id LIMIT 5000)";

/// The entries of one kind that a home holds about one category.
struct Kept {
    model::Stamp newest;
    model::Stamp current;
    base::RowId newestRow;
    int currents = 0;
};

/// Of each kind the newest one is current, and no other.
class Ledger {
public:
    explicit Ledger(const Checking& checking) : checking_(checking) {}

    void add(const model::Consent& consent, bool current) {
        if (consent.home != home_) {
            finish();
            home_ = consent.home;
        }
        auto& kept = kinds_[{consent.category, model::kindOf(consent)}];
        if (!kept.newest.origin || kept.newest < consent.stamp) {
            kept.newest = consent.stamp;
            kept.newestRow = consent.id;
        }
        if (!current) return;
        ++kept.currents;
        kept.current = consent.stamp;
    }

    void finish() {
        for (const auto& [kind, kept] : kinds_) {
            const auto key =
                "home=" + std::to_string(home_.value) + " id=" + std::to_string(kept.newestRow.value);
            if (kept.currents > 1)
                checking_.findings.add(kTable, key, "is the newest of several current ones of its kind");
            else if (kept.currents == 0 || kept.current != kept.newest)
                checking_.findings.add(kTable, key, "is the newest of its kind, and current is 0");
        }
        kinds_.clear();
    }

private:
    const Checking& checking_;
    base::ProfileId home_;
    std::map<std::pair<std::string, model::ConsentKind>, Kept> kinds_;
};

}  // namespace

void checkConsents(const Checking& checking) {
    Ledger ledger(checking);
    eachPage(checking, kTable, [&](std::int64_t& home, std::int64_t& id) {
        std::int64_t rows = 0;
        checking.session.each<base::ProfileId, base::RowId, std::string, bool, std::string, base::Time, bool,
                              bool, base::KeyId, std::string, std::string, std::string>(
            kConsents,
            [&](base::ProfileId rowHome, base::RowId row, std::string category, bool subscribed,
                std::string by, base::Time at, bool current, bool attested, base::KeyId key,
                const std::string& sourceName, const std::string& givenId, const std::string& hash) {
                model::Consent consent;
                consent.id = row;
                consent.home = rowHome;
                consent.category = std::move(category);
                consent.subscribed = subscribed;
                consent.by = std::move(by);
                consent.stamp = makeStamp({attested, at, key, {}, sourceName, givenId, hash});
                ledger.add(consent, current);
                ++rows;
                home = rowHome.value;
                id = row.value;
            },
            home, id);
        return rows;
    });
    ledger.finish();
}

}  // namespace kith::storage::check
