// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/model/outcome.hpp"
#include "core/model/stamp.hpp"
#include "tests/unit/model/statements.hpp"

using namespace kith::model;
using kith::test::stamp;

namespace {

kith::base::Error failureOf(std::vector<IdentifierRule> rules) {
    try {
        const IdentifierRules made(std::move(rules));
    } catch (const kith::base::Error& error) {
        return error;
    }
    return {kith::base::ErrorCode::Internal, "these rules were accepted"};
}

FieldValue number(ValueKind kind, std::int64_t value) {
    return {kind, value, {}};
}

}  // namespace

TEST_CASE("impossible rules of identifiers are refused", "[model]") {
    using enum IdentifierClass;
    const auto rules =
        GENERATE(as<std::vector<IdentifierRule>>{},
                 std::vector<IdentifierRule>{{"a", Linking, 1, 0, ""}, {"a", Linking, 1, 1, ""}},
                 std::vector<IdentifierRule>{{"a", Linking, 1, 0, ""}, {"b", Linking, 1, 0, ""}},
                 std::vector<IdentifierRule>{{"a", Moving, 0, 0, ""}},
                 std::vector<IdentifierRule>{{"a", Unique, 2, 0, ""}});
    CHECK(failureOf(rules).code() == kith::base::ErrorCode::Configuration);
}

TEST_CASE("rules stand in matching order and are found by type", "[model]") {
    const IdentifierRules rules{
        {{"b", IdentifierClass::Moving, 3, 7, ""}, {"a", IdentifierClass::Unique, 1, 2, ""}}};
    CHECK(rules.all().front().type == "a");
    CHECK(rules.find("b")->limit == 3);
    CHECK(rules.find("c") == nullptr);
}

TEST_CASE("an unknown role in the database is a defect, not a role", "[model]") {
    CHECK_THROWS_AS(roleFromName("owner"), kith::base::Error);
    CHECK(roleFromName("claimed") == Role::Claimed);
}

TEST_CASE("names read back as what they name", "[model]") {
    std::set<std::string_view> names;
    for (int i = static_cast<int>(Status::Queued); i <= static_cast<int>(Status::Complained); ++i) {
        const auto status = static_cast<Status>(i);
        CHECK(statusFromName(statusName(status)) == status);
        names.insert(statusName(status));
    }
    CHECK(names.size() == 12);
    CHECK_FALSE(statusFromName("opened"));
    CHECK_FALSE(statusFromName(""));
    for (int i = 0; i <= static_cast<int>(EndpointState::Active); ++i) {
        const auto state = static_cast<EndpointState>(i);
        CHECK(endpointStateFromName(endpointStateName(state)) == state);
    }
    CHECK_FALSE(endpointStateFromName("bounced"));
    CHECK(refusalCodeName(RefusalCode::Released) == "released");
    CHECK(resultName(Result::Rejected) == "rejected");
}

TEST_CASE("statuses rank as the API says", "[model]") {
    CHECK(Status::Skipped < Status::Delivered);
    CHECK(Status::Delivered < Status::Undelivered);
    CHECK(Status::Undelivered < Status::Closed);
    CHECK(Status::Clicked < Status::Unsubscribed);
}

TEST_CASE("statements compare by grade, time, source, id, key and content, in this order", "[model]") {
    const auto with = [](auto change) {
        Origin origin;
        origin.sourceName = "b";
        origin.observationId = "b";
        origin.key = kith::base::KeyId{2};
        origin.contentHash = {2};
        auto shared = std::make_shared<Origin>(origin);
        Stamp made{true, kith::test::at(5), shared};
        change(made, *shared);
        return made;
    };
    const Stamp base = with([](Stamp&, Origin&) {});
    CHECK(base == with([](Stamp&, Origin&) {}));
    CHECK(with([](Stamp& s, Origin&) { s.attested = false, s.at = kith::test::at(9); }) < base);
    CHECK(with([](Stamp& s, Origin& o) { s.at = kith::test::at(4), o.sourceName = "c"; }) < base);
    CHECK(with([](Stamp&, Origin& o) { o.sourceName = "a", o.observationId = "c"; }) < base);
    CHECK(with([](Stamp&, Origin& o) { o.observationId = "a", o.key = kith::base::KeyId{3}; }) < base);
    CHECK(with([](Stamp&, Origin& o) { o.key = kith::base::KeyId{1}, o.contentHash = {3}; }) < base);
    CHECK(with([](Stamp&, Origin& o) { o.contentHash = {1}; }) < base);
}

TEST_CASE("decimals show as exact text", "[model]") {
    const auto text = [](std::int64_t millionths) {
        return number(ValueKind::Decimal, millionths).toJson().get<std::string>();
    };
    CHECK(text(0) == "0");
    CHECK(text(12'500'000) == "12.5");
    CHECK(text(-1) == "-0.000001");
    CHECK(text(100'000'000) == "100");
    CHECK(text(999'999'999'999'999'999) == "999999999999.999999");
    CHECK(text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854.775808");
}

TEST_CASE("values show as their kind does in JSON", "[model]") {
    CHECK(number(ValueKind::Integer, -7).toJson() == -7);
    CHECK(number(ValueKind::Boolean, 1).toJson() == true);
    CHECK(number(ValueKind::Time, 0).toJson() == "1970-01-01T00:00:00.000Z");
    CHECK(FieldValue{ValueKind::Date, 0, "1994-05-01"}.toJson() == "1994-05-01");
    CHECK(FieldValue{ValueKind::Json, 0, R"({"a":1})"}.toJson()["a"] == 1);
}

TEST_CASE("equal elements of a set have equal keys, others have not", "[model]") {
    CHECK(number(ValueKind::Integer, 7).elementKey() == number(ValueKind::Integer, 7).elementKey());
    CHECK(number(ValueKind::Integer, 7).elementKey() != number(ValueKind::Integer, 70).elementKey());
    CHECK(FieldValue{ValueKind::Text, 0, "ski"}.elementKey() == "ski");
}

TEST_CASE("the earliest observation doesn't depend on grades", "[model]") {
    CHECK(compareAge(*stamp(1, "", false).origin, *stamp(2, "", true).origin) < 0);
    CHECK(compareAge(*stamp(3, "", false).origin, *stamp(2, "", true).origin) > 0);
    CHECK(compareAge(*stamp(2, "a").origin, *stamp(2, "b").origin) < 0);
}
