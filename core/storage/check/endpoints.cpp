// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/check/pages.hpp"
#include "core/storage/check/subjects.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/ledger.hpp"

namespace kith::storage::check {
namespace {

using model::EndpointEntry;

constexpr std::string_view kTable = "endpoint_state";

// How many entries are collected before those that the fold can't need any more are dropped.
constexpr std::size_t kMostCollected = 256;

constexpr std::string_view kStates = R"(
SELECT s.identifier_id, s.id, s.kind, s.state, s.reason, s.detail, s.until_at, s.at, s.current, o.attested, o.key_id,
       o.source_type, o.source_name, o.given_id, o.content_hash
FROM endpoint_state s CROSS JOIN observation o
WHERE (s.identifier_id, s.id) > (:identifier, :id) AND o.id = s.observation_id
ORDER BY s.identifier_id, s.id LIMIT 5000)";

/// Two entries of which the fold may take either: what one time is told of in several ways is ordered by who
/// told it, which is forgotten of the erased.
bool isSame(const EndpointEntry& a, const EndpointEntry& b) {
    return a.kind == b.kind && a.state == b.state && a.stamp.attested == b.stamp.attested &&
           a.stamp.at == b.stamp.at;
}

/// The current entries are those that the fold over all entries needs.
class Ledger {
public:
    explicit Ledger(const Checking& checking) : checking_(checking) {}

    void add(EndpointEntry entry, bool current) {
        if (entry.identifier != identifier_) {
            finish();
            identifier_ = entry.identifier;
        }
        if (current && current_.size() < kMostCollected)
            current_.push_back(entry);
        else if (current)
            find(entry, "is one of very many current ones");
        collected_.push_back(std::move(entry));
        if (collected_.size() == kMostCollected) prune();
    }

    void finish() {
        prune();
        for (const auto& needed : collected_) {
            const auto kept = std::ranges::find_if(
                current_, [&](const EndpointEntry& each) { return isSame(each, needed); });
            if (kept == current_.end())
                find(needed, "is needed to tell the state, and current is 0");
            else
                current_.erase(kept);
        }
        for (const auto& each : current_) find(each, "is not needed to tell the state, and current is 1");
        collected_.clear();
        current_.clear();
    }

private:
    void prune() {
        model::EndpointFold fold;
        for (const auto& entry : collected_) fold.add(entry);
        std::deque<EndpointEntry> needed;
        for (const auto* entry : fold.needed()) needed.push_back(*entry);
        collected_ = std::move(needed);
    }

    void find(const EndpointEntry& entry, std::string_view sentence) {
        checking_.findings.add(kTable,
                               "identifier_id=" + std::to_string(entry.identifier.value) +
                                   " id=" + std::to_string(entry.id.value),
                               sentence);
    }

    const Checking& checking_;
    base::IdentifierId identifier_;
    std::deque<EndpointEntry> collected_;
    std::vector<EndpointEntry> current_;
};

}  // namespace

void checkEndpoints(const Checking& checking) {
    Ledger ledger(checking);
    eachPage(checking, kTable, [&](std::int64_t& identifier, std::int64_t& id) {
        std::int64_t rows = 0;
        checking.session.each<base::IdentifierId, base::RowId, EndpointEntry::Kind, model::EndpointState,
                              std::string, std::string, std::optional<base::Time>, base::Time, bool, bool,
                              base::KeyId, std::string, std::string, std::string, std::string>(
            kStates,
            [&](base::IdentifierId endpoint, base::RowId row, EndpointEntry::Kind kind,
                model::EndpointState state, std::string reason, std::string detail,
                std::optional<base::Time> until, base::Time at, bool current, bool attested, base::KeyId key,
                const std::string& sourceType, const std::string& sourceName, const std::string& givenId,
                const std::string& hash) {
                ledger.add({row, endpoint, kind, state, std::move(reason), std::move(detail), until,
                            makeStamp({attested, at, key, sourceType, sourceName, givenId, hash})},
                           current);
                ++rows;
                identifier = endpoint.value;
                id = row.value;
            },
            identifier, id);
        return rows;
    });
    ledger.finish();
}

}  // namespace kith::storage::check
