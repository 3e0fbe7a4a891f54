// SPDX-License-Identifier: Apache-2.0
// Segments of the configuration, beside those of the API.
#include "core/model/segment/condition_json.hpp"
#include "core/storage/segment/store.hpp"
#include "tests/catalogue/catalogue_bench.hpp"

using namespace kith;
using catalogue::Change;
using storage::ManagedBy;
using test::CatalogueBench;
using test::configuredField;

namespace {

using Lines = std::vector<std::string>;
using Json = nlohmann::json;

storage::Segment configured(const std::string& key, const std::string& condition,
                            const std::string& name = "Name") {
    storage::Segment segment;
    segment.key = key;
    segment.name = name;
    segment.condition = condition;
    segment.managedBy = ManagedBy::Configuration;
    return segment;
}

/// Those segments, in this order, beside a field `tier`, a field `points` and a category `news`.
catalogue::Wanted wanting(const std::vector<storage::Segment>& segments) {
    auto wanted =
        test::wanting({configuredField("tier", "single_choice", R"({"choices": ["bronze", "gold"]})"),
                       configuredField("points", "integer")});
    storage::StoredCategory news;
    news.key = "news";
    news.managedBy = ManagedBy::Configuration;
    wanted.categories.push_back({news, "/categories/0"});
    for (const auto& segment : segments)
        wanted.segments.push_back({segment, "/segments/" + std::to_string(wanted.segments.size())});
    return wanted;
}

/// `added engaged` of each segment.
Lines brief(const std::vector<Change>& changes) {
    Lines lines;
    for (const auto& change : changes)
        if (change.what == "segment")
            lines.push_back(std::string(catalogue::changeName(change.kind)) + ' ' + change.key);
    return lines;
}

/// `pointer code` of what is wrong.
Lines faultsOf(CatalogueBench& on, const std::vector<storage::Segment>& segments) {
    Lines lines;
    try {
        static_cast<void>(on.provision(wanting(segments)));
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::Configuration);
        for (const auto& each : error.violations()) lines.push_back(each.pointer + ' ' + each.code);
    }
    return lines;
}

/// As the API makes one.
storage::Segment made(CatalogueBench& on, const storage::SegmentDraft& draft) {
    storage::SegmentStore store(*on.database, on.plugins.clock, on.ids, on.known);
    return store.put(draft, storage::SegmentStore::Expect::New);
}

storage::SegmentDraft draftOf(CatalogueBench& on, const std::string& key, const std::string& condition) {
    return {.key = key, .name = "Made", .condition = model::parseCondition(condition, on.known)};
}

/// The keys of the segments that one names.
Lines namedBy(CatalogueBench& on, const std::string& key) {
    Lines named;
    on.writer->each<std::string>(
        "SELECT used.key FROM segment s JOIN segment_use u ON u.segment_id = s.id"
        " JOIN segment used ON used.id = u.used_id WHERE s.key = :key ORDER BY used.key",
        [&](std::string each) { named.push_back(std::move(each)); }, key);
    return named;
}

const std::string kGold = R"({"field": "tier", "is": "equals", "value": "gold"})";
const std::string kRich = R"({"field": "points", "is": "greater", "value": 100})";

}  // namespace

TEST_CASE("segments of the configuration are written once, with what they name", "[catalogue]") {
    CatalogueBench on;
    // One names what stands behind it.
    const std::vector segments{configured("both", R"({"any": [{"segment": "gold"}, {"segment": "rich"}]})"),
                               configured("gold", kGold), configured("rich", kRich)};
    CHECK(brief(on.provision(wanting(segments))) == Lines{"added both", "added gold", "added rich"});
    const auto gold = on.segment("gold");
    CHECK(gold.id.value != 0);
    CHECK(gold.name == "Name");
    CHECK(Json::parse(gold.condition.value()) == Json::parse(kGold));
    CHECK(gold.managedBy == ManagedBy::Configuration);
    CHECK(gold.createdAt == test::kThen);
    CHECK(namedBy(on, "both") == Lines{"gold", "rich"});
    const auto version = storage::catalogueVersion(*on.writer);
    CHECK(on.provision(wanting(segments)).empty());
    CHECK(storage::catalogueVersion(*on.writer) == version);
    CHECK(on.segment("gold").version == 1);
}

TEST_CASE("a condition that is only written otherwise is the same", "[catalogue]") {
    CatalogueBench on;
    static_cast<void>(on.provision(wanting({configured("gold", kGold)})));
    const std::string other = R"({"value": "gold", "is": "equals", "field": "tier"})";
    CHECK(brief(on.provision(wanting({configured("gold", other)}))).empty());
    const auto changes = on.provision(wanting({configured("gold", kRich, "Rich")}));
    REQUIRE(brief(changes) == Lines{"changed gold"});
    REQUIRE(changes[0].members.size() == 2);
    CHECK(changes[0].members[0].name == "condition");
    CHECK(Json::parse(changes[0].members[0].before) == Json::parse(kGold));
    CHECK(Json::parse(changes[0].members[0].after) == Json::parse(kRich));
    CHECK(changes[0].members[1].name == "name");
    CHECK(on.segment("gold").version == 2);
}

TEST_CASE("a segment that is named no longer stays, and is the API's", "[catalogue]") {
    CatalogueBench on;
    const auto gold = configured("gold", kGold);
    static_cast<void>(on.provision(wanting({gold, configured("rich", kRich)})));
    const auto id = on.segment("gold").id;
    const auto changes = on.provision(wanting({configured("rich", kRich)}));
    REQUIRE(brief(changes) == Lines{"changed gold"});
    REQUIRE(changes[0].members.size() == 1);
    CHECK(changes[0].members[0].name == "managed_by");
    CHECK(changes[0].members[0].after == R"("api")");
    CHECK(Json::parse(on.segment("gold").condition.value()) == Json::parse(kGold));
    CHECK(on.provision(wanting({configured("rich", kRich)})).empty());
    // And it comes back, as what it was.
    CHECK(brief(on.provision(wanting({gold, configured("rich", kRich)}))) == Lines{"changed gold"});
    CHECK(on.segment("gold").managedBy == ManagedBy::Configuration);
    CHECK(on.segment("gold").id == id);
}

TEST_CASE("a segment of the API is taken over unless it is a static one", "[catalogue]") {
    CatalogueBench on;
    const auto own = made(on, draftOf(on, "mine", R"({"tag": "a"})"));
    static_cast<void>(made(on, {.key = "listed", .name = "Listed"}));
    CHECK(faultsOf(on, {configured("listed", kGold)}) == Lines{"/segments/0/id static_segment"});
    CHECK(on.segment("listed").managedBy == ManagedBy::Api);
    CHECK(brief(on.provision(wanting({configured("mine", kGold)}))) == Lines{"changed mine"});
    CHECK(on.segment("mine").id == own.id);
    CHECK(on.segment("mine").managedBy == ManagedBy::Configuration);
    CHECK_FALSE(on.segment("listed").condition);
}

TEST_CASE("a segment of the configuration is neither changed nor removed by the API", "[catalogue]") {
    CatalogueBench on;
    static_cast<void>(on.provision(wanting({configured("gold", kGold)})));
    storage::SegmentStore store(*on.database, on.plugins.clock, on.ids, on.known);
    const auto refused = [](auto call) {
        try {
            call();
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::Conflict);
            return error.violations().empty() ? std::string() : error.violations().front().code;
        }
        return std::string("nothing");
    };
    const auto other = draftOf(on, "gold", R"({"tag": "a"})");
    CHECK(refused([&] { store.put(other, storage::SegmentStore::Expect::Existing); }) ==
          "managed_by_configuration");
    CHECK(refused([&] { store.remove("gold"); }) == "managed_by_configuration");
    CHECK(Json::parse(on.segment("gold").condition.value()) == Json::parse(kGold));
}

TEST_CASE("what is wrong with a segment is told with its place, and nothing is written", "[catalogue]") {
    CatalogueBench on;
    CHECK(faultsOf(on, {configured("a", kGold),
                        configured("b", R"({"all": [{"field": "tier", "is": "less", "value": "gold"},
                                                    {"field": "hats", "is": "known"}]})"),
                        configured("c", R"({"subscription": "nws"})")}) ==
          Lines{"/segments/1/condition/all/0/is invalid_value",
                "/segments/1/condition/all/1/field unknown_field",
                "/segments/2/condition/subscription unknown_category"});
    CHECK(faultsOf(on, {configured("a", R"({"segment": "nowhere"})")}) ==
          Lines{"/segments/0/condition/segment unknown_segment"});
    CHECK(faultsOf(on, {configured("a", R"({"segment": "b"})"), configured("b", R"({"segment": "a"})")}) ==
          Lines{"/segments/0/condition cycle", "/segments/1/condition cycle"});
    Json wide{{"any", Json::array()}};
    for (int i = 0; i < 100; ++i)
        wide["any"].push_back({{"field", "points"}, {"is", "equals"}, {"value", i}});
    const Json wider{
        {"any", {{{"segment", "a"}}, {{"segment", "a"}}, {{"segment", "a"}}, {{"segment", "a"}}}}};
    CHECK(faultsOf(on, {configured("a", wide.dump()), configured("b", wider.dump())}) ==
          Lines{"/segments/1/condition too_many"});
    CHECK(storage::readSegments(*on.writer).empty());
    CHECK_FALSE(storage::findEntry<storage::StoredField>(*on.writer, "tier"));
}

TEST_CASE("one fault of the configuration hides no other one", "[catalogue]") {
    CatalogueBench on;
    auto made = configuredField("shoe", "integer");
    made.managedBy = ManagedBy::Api;
    on.put(made);
    auto wanted = wanting({configured("a", R"({"field": "hats", "is": "known"})"),
                           configured("b", R"({"any": [{"segment": "nowhere"}, {"segment": "a"}]})"),
                           configured("c", R"({"segment": "c"})"), configured("d", kGold)});
    wanted.fields.push_back({configuredField("shoe", "text"), "/fields/2"});
    Lines lines;
    try {
        static_cast<void>(on.provision(wanted));
    } catch (const base::Error& error) {
        for (const auto& each : error.violations()) lines.push_back(each.pointer + ' ' + each.code);
    }
    CHECK(lines == Lines{"/fields/2/type another_type", "/segments/0/condition/field unknown_field",
                         "/segments/1/condition/any/0/segment unknown_segment",
                         "/segments/2/condition cycle"});
    CHECK(storage::readSegments(*on.writer).empty());
}

TEST_CASE("a segment may name what the API has, and what it makes of it counts", "[catalogue]") {
    CatalogueBench on;
    auto shoe = configuredField("shoe", "integer");
    shoe.managedBy = ManagedBy::Api;
    on.put(shoe);
    static_cast<void>(made(on, draftOf(on, "made", R"({"tag": "a"})")));
    const auto segment = configured(
        "big", R"({"all": [{"field": "shoe", "is": "greater", "value": 45}, {"segment": "made"}]})");
    CHECK(brief(on.provision(wanting({segment}))) == Lines{"added big"});
    CHECK(namedBy(on, "big") == Lines{"made"});
    shoe.archivedAt = test::kThen;
    on.put(shoe);
    CHECK(faultsOf(on, {segment}) == Lines{"/segments/0/condition/all/0/field archived_field"});
}

TEST_CASE("a field that goes with the same change is no one's condition any more", "[catalogue]") {
    CatalogueBench on;
    static_cast<void>(on.provision(wanting({configured("rich", kRich)})));
    auto wanted = wanting({configured("rich", kRich)});
    std::erase_if(wanted.fields, [](const auto& each) { return each.entry.key == "points"; });
    Lines lines;
    try {
        static_cast<void>(on.provision(wanted));
    } catch (const base::Error& error) {
        for (const auto& each : error.violations()) lines.push_back(each.pointer + ' ' + each.code);
    }
    CHECK(lines == Lines{"/segments/0/condition/field archived_field"});
    CHECK_FALSE(on.field("points").archivedAt);
}

TEST_CASE("while a plugin is missing, what a segment names may be its, and the segment stays",
          "[catalogue]") {
    CatalogueBench on;
    const std::string pigeon = R"({"identifier": "pigeon", "state": "active"})";
    static_cast<void>(on.provision(wanting({configured("gold", kGold)})));
    CHECK(faultsOf(on, {configured("gold", pigeon)}) ==
          Lines{"/segments/0/condition/identifier unknown_type"});
    on.isComplete = false;
    CHECK(brief(on.provision(wanting({configured("gold", pigeon), configured("new", pigeon)}))) ==
          Lines{"left out gold", "left out new"});
    CHECK(Json::parse(on.segment("gold").condition.value()) == Json::parse(kGold));
    CHECK(on.segment("gold").managedBy == ManagedBy::Configuration);
    CHECK_FALSE(storage::findSegment(*on.writer, "new"));
    CHECK(brief(on.provision(wanting({configured("gold", kRich)}))) == Lines{"changed gold"});
}

TEST_CASE("there are no more segments than a deployment has, with those of the API", "[catalogue]") {
    CatalogueBench on;
    {
        storage::Transaction transaction(*on.writer);
        for (std::size_t i = 1; i < storage::kMaxSegments; ++i) {
            auto segment = configured("s" + std::to_string(i), R"({"tag": "a"})");
            segment.id = on.ids.make<storage::SegmentId>();
            segment.managedBy = ManagedBy::Api;
            storage::putSegment(*on.writer, segment);
        }
        transaction.commit();
    }
    CHECK(faultsOf(on, {configured("a", kGold), configured("b", kGold)}) == Lines{"/segments too_many"});
    CHECK(brief(on.provision(wanting({configured("a", kGold)}))) == Lines{"added a"});
}
