// SPDX-License-Identifier: Apache-2.0
#include "core/model/prepare.hpp"

#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "core/model/bounds.hpp"
#include "tests/unit/model/prepare_bench.hpp"

using kith::test::brief;
using kith::test::faults;
using kith::test::faultsOf;
using kith::test::faultsWith;
using kith::test::kNow;
using kith::test::Lines;
using kith::test::PrepareBench;
using nlohmann::json;

namespace {

class AnyText final : public kith::model::FieldValidator {
public:
    [[nodiscard]] std::variant<kith::model::FieldValue, kith::model::Invalid> validate(
        const kith::model::FieldInput& input) const override {
        return kith::model::FieldValue{kith::model::ValueKind::Text, 0, std::string(input.text)};
    }
};

}  // namespace

TEST_CASE("an observation that is no object is refused", "[model][prepare]") {
    for (const std::string text : {"[]", "1", "\"a\"", "null", "true"}) {
        CHECK(faultsOf(text) == Lines{"wrong_type "});
    }
}

TEST_CASE("an observation without identifiers is refused", "[model][prepare]") {
    CHECK(faultsOf("{}") == Lines{"required /identifiers"});
    CHECK(faultsOf(R"({"identifiers": null})") == Lines{"required /identifiers"});
    CHECK(faultsOf(R"({"identifiers": []})") == Lines{"no_identifier /identifiers"});
    CHECK(faultsOf(R"({"identifiers": {}})") == Lines{"wrong_type /identifiers"});
}

TEST_CASE("unknown members are refused with their pointers", "[model][prepare]") {
    CHECK(faultsOf(R"({"identifiers": [{"type": "external_id", "value": "1", "x": 1}], "a/b": 1, "payload": 2,
                       "source": {"kind": "api"}, "activities": [{"channel": "web", "event": "e", "url": "u"}],
                       "endpoints": [{"type": "external_id", "value": "1", "state": "active", "since": 1}],
                       "subscriptions": {"news": {"state": "subscribed", "since": 1}}})") ==
          Lines{"unknown_member /activities/0/url", "unknown_member /a~1b",
                "unknown_member /endpoints/0/since", "unknown_member /identifiers/0/x",
                "unknown_member /payload", "unknown_member /source/kind",
                "unknown_member /subscriptions/news/since"});
}

TEST_CASE("wrong types are refused with their pointers", "[model][prepare]") {
    CHECK(faultsWith(R"("id": 5, "evidence": true, "observed_at": 1, "source": "api", "fields": [],
                        "subscriptions": [], "endpoints": {}, "activities": 1)") ==
          Lines{"invalid_time /observed_at", "wrong_type /activities", "wrong_type /endpoints",
                "wrong_type /evidence", "wrong_type /fields", "wrong_type /id", "wrong_type /source",
                "wrong_type /subscriptions"});
    CHECK(faultsOf(R"({"identifiers": [5, {"type": 1, "value": "x"}, {"type": "email", "value": 5}, {}]})") ==
          Lines{"required /identifiers/3/type", "required /identifiers/3/value", "wrong_type /identifiers/0",
                "wrong_type /identifiers/1/type", "wrong_type /identifiers/2/value"});
}

TEST_CASE("values outside of their lists are refused", "[model][prepare]") {
    CHECK(faultsWith(R"("evidence": "proven", "source": {"type": "magic"})") ==
          Lines{"invalid_value /evidence", "invalid_value /source/type"});
}

TEST_CASE("a value outside of a fixed list is answered with the list", "[model][prepare]") {
    const auto detailOf = [](const std::string& members) {
        try {
            (void)PrepareBench{}.with(members);
        } catch (const kith::base::Error& error) {
            return error.violations().front().detail;
        }
        return std::string();
    };
    CHECK(detailOf(R"("source": {"type": "orderr"})") ==
          "must be one of: api, import, form, order, console, plugin, tracking");
    CHECK(detailOf(R"("activities": [{"channel": "email", "status": "opened"}])") ==
          "must be one of: queued, sent, delayed, uncertain, skipped, delivered, undelivered, closed, read, "
          "clicked, unsubscribed, complained");
    CHECK(detailOf(R"("activities": [{"channel": "email", "kind": "parcel", "event": "e"}])") ==
          "must be one of: message, event, order");
    CHECK(detailOf(R"("endpoints": [{"type": "email", "value": "a@b", "state": "sad"}])") ==
          "must be one of: complained, blacklisted, unsubscribed, blocked, unconfirmed, active");
}

TEST_CASE("everything has a bound", "[model][prepare]") {
    CHECK(faultsWith(R"("id": ")" + std::string(201, 'x') + '"') == Lines{"too_long /id"});
    CHECK(faultsWith(R"("id": "")") == Lines{"empty /id"});
    CHECK(faultsWith(R"("id": "a\nb")") == Lines{"control_character /id"});
    CHECK(faultsWith(R"("source": {"name": ")" + std::string(201, 'x') + "\"}") ==
          Lines{"too_long /source/name"});
    json many = {{"identifiers", json::array()}};
    for (int i = 0; i < 51; ++i) {
        many["identifiers"].push_back({{"type", "cookie"}, {"value", std::to_string(i + 1)}});
    }
    CHECK(faultsOf(many.dump()) == Lines{"too_many /identifiers"});
    json fields = json::object();
    for (int i = 0; i < 201; ++i) fields["f" + std::to_string(i)] = 1;
    CHECK(faultsWith("\"fields\": " + fields.dump()) == Lines{"too_many /fields"});
    CHECK(faultsWith("\"subscriptions\": " + fields.dump()) == Lines{"too_many /subscriptions"});
    const json list(101, json::object());
    CHECK(faultsWith("\"activities\": " + list.dump()) == Lines{"too_many /activities"});
    CHECK(faultsWith("\"endpoints\": " + list.dump()) == Lines{"too_many /endpoints"});
    const json large = {{"a", std::string(40'000, 'x')}};
    CHECK(faultsWith(R"("activities": [{"channel": "web", "event": "e", "properties": )" + large.dump() +
                     "}]") == Lines{"too_long /activities/0/properties"});
}

TEST_CASE("what is said about wrong input is bounded too", "[model][prepare]") {
    json unknown = {{"identifiers", {{{"type", "external_id"}, {"value", "1"}}}}};
    for (int i = 0; i < 500; ++i) unknown["x" + std::to_string(i)] = 1;
    CHECK(faultsOf(unknown.dump()).size() == kith::model::bounds::kViolations + 1);
    json fields = json::object();
    for (int i = 0; i < 200; ++i) fields["f" + std::to_string(i)] = 1;
    const auto observation = PrepareBench{}.with("\"fields\": " + fields.dump());
    CHECK(observation.warnings.size() == kith::model::bounds::kWarnings + 1);
    CHECK(observation.warnings.back().code == "more");
}

TEST_CASE("a strict writer hears of fields as what is wrong, and of all else as before", "[model][prepare]") {
    PrepareBench bench;
    bench.writer.strict = true;
    CHECK(faults([&] {
              (void)bench.with(
                  R"("fields": {"shoe": 1, "vip": "yes", "tags": {"set": []}, "nickname": "Ann"})");
          }) == Lines{"invalid_value /fields/vip", "unknown_field /fields/shoe",
                      "unknown_member /fields/tags/set"});
    CHECK(brief(bench.with(R"("subscriptions": {"shoe": "subscribed"})").warnings) ==
          Lines{"unknown_category /subscriptions/shoe"});
    CHECK(bench.with(R"("fields": {"nickname": "Ann"})").fields.size() == 1);
}

TEST_CASE("a field that may still change its type is told with it", "[model][prepare]") {
    PrepareBench bench;
    CHECK(bench.with(R"("fields": {"nickname": "Ann"})").firstUses.empty());
    std::vector<kith::model::FieldDefinition> fields;
    const auto known = bench.catalogue.definitions();
    auto& field = fields.emplace_back();
    field.key = "nickname";
    field.type = "text";
    field.validator = std::make_unique<AnyText>();
    field.inUse = false;
    bench.catalogue.define(std::make_shared<const kith::model::Definitions>(
        1, std::move(fields), std::vector<kith::model::Category>{}));
    const auto observation = bench.with(R"("fields": {"nickname": "Ann"})");
    REQUIRE(observation.firstUses.size() == 1);
    CHECK(observation.firstUses[0].field == "nickname");
    CHECK(observation.firstUses[0].type == "text");
    CHECK(known->field("nickname") != nullptr);
}

TEST_CASE("what is archived takes nothing, and is another thing than what is unknown", "[model][prepare]") {
    PrepareBench bench;
    std::vector<kith::model::FieldDefinition> fields;
    auto& field = fields.emplace_back();
    field.key = "nickname";
    field.validator = std::make_unique<AnyText>();
    field.archived = true;
    std::vector<kith::model::Category> categories{{"news", {}, std::nullopt}};
    categories.front().archived = true;
    bench.catalogue.define(
        std::make_shared<const kith::model::Definitions>(1, std::move(fields), std::move(categories)));
    const std::string both = R"("fields": {"nickname": "Ann"}, "subscriptions": {"news": "subscribed"})";
    const auto observation = bench.with(both);
    CHECK(observation.fields.empty());
    CHECK(observation.subscriptions.empty());
    CHECK(brief(observation.warnings) ==
          Lines{"archived_category /subscriptions/news", "archived_field /fields/nickname"});
}

TEST_CASE("an observation of the future is refused", "[model][prepare]") {
    CHECK(faultsWith(R"("observed_at": "2026-11-20T10:05:00.001Z")") == Lines{"future_time /observed_at"});
    CHECK(faultsWith(R"("observed_at": "2026-11-20T10:05:00.000Z")").empty());
    CHECK(faultsWith(R"("subscriptions": {"news": {"state": "subscribed", "at": "2027-01-01T00:00:00Z"}},
                        "endpoints": [{"type": "email", "value": "a@b", "state": "active",
                                       "at": "2027-01-01T00:00:00Z"}],
                        "activities": [{"channel": "web", "event": "e", "at": "2027-01-01T00:00:00Z"}])") ==
          Lines{"future_time /activities/0/at", "future_time /endpoints/0/at",
                "future_time /subscriptions/news/at"});
    for (const std::string time : {"2026-11-20", "2026-11-20T09:30:00", "20-11-2026T00:00:00Z", "", "now"}) {
        CHECK(faultsWith(R"("observed_at": ")" + time + "\"") == Lines{"invalid_time /observed_at"});
    }
}

TEST_CASE("more values of a unique type than a person can have are refused", "[model][prepare]") {
    CHECK(faultsOf(R"({"identifiers": [{"type": "external_id", "value": "1"},
                                       {"type": "external_id", "value": "2"}]})") ==
          Lines{"too_many_values /identifiers"});
    CHECK(faultsOf(R"({"identifiers": [{"type": "external_id", "value": "1"},
                                       {"type": "external_id", "value": "1"}]})")
              .empty());
}

TEST_CASE("blocked values never identify, whatever their case and the space around them",
          "[model][prepare]") {
    for (const std::string value : {"",
                                    " ",
                                    "null",
                                    "NULL",
                                    " Undefined ",
                                    "none",
                                    "NaN",
                                    "anonymous",
                                    "Guest",
                                    "unknown",
                                    "test",
                                    "TRUE",
                                    "false",
                                    "-1",
                                    "0",
                                    "000",
                                    "-",
                                    "---",
                                    "00000000-0000-0000-0000-000000000000",
                                    "[object Object]",
                                    "noreply@shop.example",
                                    "NoReply@X",
                                    "test@example.com"}) {
        INFO(value);
        const auto text = R"({"identifiers": [{"type": "external_id", "value": ")" + value + "\"}]}";
        CHECK(faultsOf(text) == Lines{"blocked_value /identifiers/0/value", "no_identifier /identifiers"});
        const auto kept = PrepareBench{}.prepare(R"({"identifiers": [{"type": "external_id", "value": ")" +
                                                 value + R"("}, {"type": "cookie", "value": "c1"}]})");
        CHECK(kept.identifiers.size() == 1);
        REQUIRE(kept.blocked.size() == 1);
        CHECK(kept.blocked[0].type == "external_id");
        CHECK(kept.blocked[0].given == value);
    }
    CHECK(faultsOf(R"({"identifiers": [{"type": "external_id", "value": "10"}]})").empty());
    CHECK(faultsOf(R"({"identifiers": [{"type": "external_id", "value": "tester"}]})").empty());
}

TEST_CASE("a deployment and a source extend the list of blocked values", "[model][prepare]") {
    const PrepareBench bench({{"*", {"Невідомо", "demo*"}}, {"email", {"shop@shop.example"}}});
    const auto observation = bench.prepare(R"({"identifiers": [
        {"type": "external_id", "value": " НЕВІДОМО "}, {"type": "cookie", "value": "DEMO-7"},
        {"type": "cookie", "value": "OptOut"}, {"type": "device_id", "value": "optout"},
        {"type": "email", "value": "Shop@Shop.example"}, {"type": "cookie", "value": "shop@shop.example"}]})");
    CHECK(observation.blocked.size() == 4);
    REQUIRE(observation.identifiers.size() == 2);
    CHECK(observation.identifiers[0].identifier.type == "device_id");
    CHECK(observation.identifiers[1].identifier.value == "shop@shop.example");
}

TEST_CASE("an identifier that can't be read is left out with a warning", "[model][prepare]") {
    const auto observation = PrepareBench{}.prepare(
        R"({"identifiers": [{"type": "phone", "value": "call me"}, {"type": "email", "value": "A@B.example"},
                            {"type": "fax", "value": "1"}, {"type": "cookie", "value": ")" +
        std::string(2'001, 'c') + R"("}, {"type": "external_id", "value": "a\u0007b"}]})");
    CHECK(observation.identifiers.size() == 1);
    CHECK(brief(observation.warnings) ==
          Lines{"invalid_identifier /identifiers/4/value", "invalid_phone /identifiers/0/value",
                "too_long /identifiers/3/value", "unknown_type /identifiers/2/type"});
}

TEST_CASE("if no identifier is left, why each was left out is told", "[model][prepare]") {
    const auto given =
        R"({"identifiers": [{"type": "cookie", "value": "null"}, {"type": "emial", "value": "a@b"},
                                           {"type": "phone", "value": "call me"}, {"type": "cookie", "value": ")" +
        std::string(2'001, 'c') + R"("}], "fields": {"unknown": 1}})";
    CHECK(faultsOf(given) == Lines{"blocked_value /identifiers/0/value", "invalid_phone /identifiers/2/value",
                                   "no_identifier /identifiers", "too_long /identifiers/3/value",
                                   "unknown_type /identifiers/1/type"});
    json many = {{"identifiers", json::array()}};
    for (std::size_t i = 0; i < kith::model::bounds::kIdentifiers; ++i) {
        many["identifiers"].push_back({{"type", i % 2 == 0 ? "emial" : "cookie"}, {"value", "null"}});
    }
    // However many there were, that none is left is told, and last.
    try {
        (void)PrepareBench{}.prepare(many.dump());
        FAIL("accepted");
    } catch (const kith::base::Error& error) {
        REQUIRE(error.violations().size() == kith::model::bounds::kIdentifiers + 1);
        CHECK(error.violations().front().code == "blocked_value");
        CHECK(error.violations().back().code == "no_identifier");
    }
}

TEST_CASE("identifiers stand in matching order, each once", "[model][prepare]") {
    PrepareBench bench;
    const auto observation = bench.prepare(R"({"identifiers": [
        {"type": "cookie", "value": "c2"}, {"type": "email", "value": "B@x"}, {"type": "cookie", "value": "c1"},
        {"type": "email", "value": "a@x"}, {"type": "external_id", "value": "42"},
        {"type": "email", "value": "b@X"}]})");
    Lines values;
    for (const auto& seen : observation.identifiers) values.push_back(seen.identifier.value);
    CHECK(values == Lines{"42", "b@x", "a@x", "c2", "c1"});
    CHECK(observation.identifiers[1].given == "B@x");
    CHECK(observation.identifiers[1].rule->channel == "email");
}

TEST_CASE("evidence is lowered and never raised", "[model][prepare]") {
    PrepareBench bench;
    CHECK(bench.with(R"("evidence": "attested")").origin->attested);
    CHECK(bench.with(R"("evidence": null)").origin->attested);
    CHECK_FALSE(bench.with(R"("evidence": "claimed")").origin->attested);
    bench.writer.mayAttest = false;
    CHECK_FALSE(bench.with(R"("evidence": "attested")").origin->attested);
    CHECK_FALSE(bench.with(R"("id": "1")").origin->attested);
}

TEST_CASE("a claim sets no states", "[model][prepare]") {
    const std::string members = R"("evidence": "claimed",
        "endpoints": [{"type": "email", "value": "a@b", "state": "blacklisted"}])";
    const auto observation = PrepareBench{}.with(members);
    CHECK(observation.endpoints.empty());
    CHECK(brief(observation.warnings) == Lines{"not_attested /endpoints"});
}

TEST_CASE("where an observation comes from is filled from the key", "[model][prepare]") {
    const auto plain = PrepareBench{}.with(R"("fields": {})");
    CHECK(plain.origin->sourceType == "api");
    CHECK(plain.origin->sourceName == "shop");
    CHECK(plain.origin->key == kith::base::KeyId{7});
    CHECK(plain.origin->observedAt == kNow);
    CHECK_FALSE(plain.idHash);
    const auto own = PrepareBench{}.with(
        R"("source": {"type": "form", "name": "newsletter"}, "observed_at": "2026-11-20T11:30:00.12399+02:00")");
    CHECK(own.origin->sourceType == "form");
    CHECK(own.origin->sourceName == "newsletter");
    CHECK(kith::base::formatRfc3339(own.origin->observedAt) == "2026-11-20T09:30:00.123Z");
    CHECK(own.origin->receivedAt == kNow);
}

TEST_CASE("an id is hashed together with its key", "[model][prepare]") {
    PrepareBench bench;
    const auto first = bench.with(R"("id": "1")");
    CHECK(first.idHash == bench.with(R"("id": "1", "fields": {"vip": true})").idHash);
    CHECK(first.idHash != bench.with(R"("id": "2")").idHash);
    bench.writer.key = kith::base::KeyId{8};
    CHECK(first.idHash != bench.with(R"("id": "1")").idHash);
}

TEST_CASE("the content hash compares parsed JSON before it is normalised", "[model][prepare]") {
    const PrepareBench bench;
    const auto hash = [&bench](std::string_view text) { return bench.prepare(text).origin->contentHash; };
    const auto first =
        hash(R"({"identifiers": [{"type": "email", "value": "a@b"}], "fields": {"balance": 1.50}})");
    CHECK(first ==
          hash(R"({"fields": {"balance": 1.5}, "identifiers": [ {"value": "a@b", "type": "email"} ]})"));
    CHECK(first !=
          hash(R"({"identifiers": [{"type": "email", "value": "A@b"}], "fields": {"balance": 1.5}})"));
}
