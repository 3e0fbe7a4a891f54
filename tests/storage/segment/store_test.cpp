// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/store.hpp"

#include <memory>
#include <string>
#include <vector>

#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/segment_catalogue.hpp"

using namespace kith;
using test::eachEngine;

namespace {

using Keys = std::vector<std::string>;

Keys keysOf(const storage::UnfitSegments& unfit) {
    Keys keys;
    for (const auto& [key, error] : unfit) keys.push_back(key);
    return keys;
}

/// Segments as they stand in a database whose fields may have become others since.
class StoredSegments {
public:
    explicit StoredSegments(storage::Engine engine)
        : database(engine),
          clock(base::parseRfc3339("2026-11-20T09:30:00.000Z").value()),
          ids(clock, 1),
          catalogue(test::segmentCatalogue()),
          store(*database, clock, ids, catalogue),
          session(database->openWriter()) {}

    void put(const std::string& key, const std::string& condition) {
        storage::Segment segment;
        segment.id = ids.make<storage::SegmentId>();
        segment.key = key;
        segment.name = key;
        segment.condition = condition;
        segment.createdAt = clock.now();
        segment.updatedAt = clock.now();
        storage::putSegment(*session, segment);
    }

    test::MigratedDatabase database;
    test::ManualClock clock;
    base::IdGenerator ids;
    model::Catalogue catalogue;
    storage::SegmentStore store;
    std::unique_ptr<storage::Session> session;
};

}  // namespace

TEST_CASE("what is unfit of one segment is told by it and those that it names alone", "[storage][segment]") {
    StoredSegments segments(eachEngine());
    segments.put("broken", R"({"field": "dropped", "is": "known"})");
    segments.put("next", R"({"any": [{"tag": "a"}, {"segment": "broken"}]})");
    segments.put("last", R"({"all": [{"segment": "sound"}, {"segment": "next"}]})");
    segments.put("sound", R"({"segment": "tagged"})");
    segments.put("tagged", R"({"tag": "a"})");
    segments.put("aside", R"({"field": "dropped", "is": "unknown"})");
    segments.put("round", R"({"segment": "round"})");
    const auto unfitOf = [&](const std::string& key) { return segments.store.unfit(*segments.session, key); };
    CHECK(keysOf(unfitOf("nowhere")).empty());
    CHECK(keysOf(unfitOf("sound")).empty());
    CHECK(keysOf(unfitOf("round")).empty());
    CHECK(keysOf(unfitOf("aside")) == Keys{"aside"});
    CHECK(keysOf(unfitOf("broken")) == Keys{"broken"});
    CHECK(keysOf(unfitOf("last")) == Keys{"broken", "last", "next"});

    const auto all = segments.store.unfit(*segments.session);
    CHECK(keysOf(all) == Keys{"aside", "broken", "last", "next"});
    const auto last = unfitOf("last");
    for (const auto& [key, error] : last) {
        INFO(key);
        CHECK(error.detail() == all.at(key).detail());
        CHECK(error.violations() == all.at(key).violations());
    }
}
