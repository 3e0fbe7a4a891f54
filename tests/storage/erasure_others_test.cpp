// SPDX-License-Identifier: Apache-2.0
// What an erasure takes from others, and what it leaves to them.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/merge_list.hpp"
#include "tests/storage/erasing.hpp"

using namespace kith;
using test::Erasing;

namespace {

/// What plugins are told of the identifiers of whoever is to be erased next, by their values. They go on
/// having something to remove.
std::map<std::string, model::Role> toldToPlugins(Erasing& on) {
    std::map<std::string, model::Role> told;
    storage::Transaction transaction(*on.session);
    const auto step = storage::eraseSome(
        *on.session, {}, on.clock.now(), 100,
        [&](storage::Session& /*session*/, const model::Person& person, std::size_t /*most*/) {
            for (const auto& each : person.identifiers) told[each.identifier.value] = each.role;
            return storage::RemovedElsewhere{.rows = {}, .isComplete = false};
        });
    REQUIRE(step);
    transaction.commit();
    return told;
}

}  // namespace

TEST_CASE("what merges of others recorded of somebody who was part of them goes with that one", "[storage]") {
    Erasing on;
    const auto bob = on.write(R"({"identifiers": [{"type": "email", "value": "bob@x.org"}],
        "observed_at": "2026-11-20T08:00:00Z", "fields": {"address.street": "Bobson"}})");
    const auto ann = on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}],
        "observed_at": "2026-11-20T08:10:00Z", "fields": {"nickname": "Annie", "first_name": "Ann"}})");
    const auto cid = on.write(R"({"identifiers": [{"type": "phone", "value": "+2"}],
        "observed_at": "2026-11-20T08:05:00Z",
        "fields": {"nickname": "Cidney", "address.street": "Cidson", "address.town": "Kyiv"}})");
    on.write(R"({"identifiers": [{"type": "phone", "value": "+2"}], "observed_at": "2026-11-20T08:20:00Z",
        "fields": {"first_name": "Cid"}})");
    const auto merged = on.merge(bob.profile, ann.profile);
    on.merge(bob.profile, cid.profile);
    on.decide(model::UndoCommand{merged.merge, "a mistake"});
    const auto holding = [&](const std::string& value) {
        return on.count("merge_record", "choices LIKE '%\"" + value + "\"%'");
    };
    for (const auto* value : {"Annie", "Ann", "Bobson", "Cidson"}) REQUIRE(holding(value) > 0);

    const auto steps = GENERATE(1U, 100U);
    on.end(ann.profile);
    while (on.step(steps)) continue;
    CHECK(on.count("merge_record") == 1);
    for (const auto* value : {"Annie", "Ann", "Cidney", "Cid"}) CHECK(holding(value) == 0);
    for (const auto* value : {"Bobson", "Cidson", "Kyiv"}) CHECK(holding(value) == 1);
    CHECK(storage::readReceipt(*on.session, ann.profile).removed.find(R"("merge_choices":2)") !=
          std::string::npos);
}

TEST_CASE("what merges recorded of somebody goes with whoever connects the two, at the latest", "[storage]") {
    Erasing on;
    const auto ann =
        on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}], "fields": {"nickname": "Annie"}})");
    const auto bob = on.write(R"({"identifiers": [{"type": "phone", "value": "+2"}]})");
    const auto cid = on.write(
        R"({"identifiers": [{"type": "phone", "value": "+3"}], "fields": {"address.town": "Kyiv"}})");
    const auto dan = on.write(
        R"({"identifiers": [{"type": "phone", "value": "+4"}], "fields": {"address.street": "Dan Inc"}})");
    const auto annBecomesBob = on.merge(bob.profile, ann.profile);
    const auto bobBecomesCid = on.merge(cid.profile, bob.profile);
    on.merge(cid.profile, dan.profile);
    on.decide(model::UndoCommand{bobBecomesCid.merge, {}});
    on.decide(model::UndoCommand{annBecomesBob.merge, {}});
    on.erase(bob.profile);
    CHECK(on.count("merge_record") == 1);
    CHECK(on.count("merge_record", "choices LIKE '%Annie%'") == 0);
    CHECK(on.count("merge_record", "choices LIKE '%Kyiv%' AND choices LIKE '%Dan Inc%'") == 1);
}

TEST_CASE("merges of others tell nothing of who is being erased, though nothing is removed yet",
          "[storage]") {
    Erasing on;
    const auto ann =
        on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}], "fields": {"nickname": "Annie"}})");
    const auto bob = on.write(
        R"({"identifiers": [{"type": "phone", "value": "+2"}], "fields": {"address.town": "Kyiv"}})");
    const auto merged = on.decide(model::MergeCommand{
        {{bob.profile, {}}, {}}, {{ann.profile, {}}, {}}, bob.profile, false, "Annie is one with Bob"});
    on.decide(model::UndoCommand{merged.merge, "Annie is another one"});
    auto& session = *on.session;
    const auto choicesTold = [&] {
        std::vector<std::string> told;
        for (const auto& merges :
             {std::vector{storage::readMerge(session, merged.merge)},
              storage::listMerges(session, {}, "", 50).items,
              storage::listMerges(session, storage::ProfileRef{bob.profile}, "", 50).items,
              storage::readIdentity(session, bob.profile).merges}) {
            REQUIRE(merges.size() == 1);
            const auto& merge = merges.front();
            told.push_back(merge.choices + merge.reason + merge.undone->reason);
        }
        for (const auto& change : storage::listChanges(session, bob.profile, "", 50).items)
            if (const auto* merge = std::get_if<storage::MergeChangeView>(&change.what))
                told.push_back(merge->choices + merge->reason);
        REQUIRE(told.size() == 5);
        return told;
    };
    for (const auto& told : choicesTold()) CHECK(told.find("Annie") != std::string::npos);
    on.end(ann.profile);
    REQUIRE(on.count("merge_record", "choices LIKE '%Annie%'") == 1);
    for (const auto& told : choicesTold()) {
        CHECK(told.find("Annie") == std::string::npos);
        CHECK(told.find("Kyiv") != std::string::npos);
    }
}

TEST_CASE("what was said of a merge, and of a lifted prohibition, goes with whoever of the two is erased",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "phone", "value": "+2"}]})");
    const auto merged = on.decide(model::MergeCommand{
        {{bob.profile, {}}, {}}, {{ann.profile, {}}, {}}, bob.profile, false, "Annie is one with Bob"});
    const auto undone = on.decide(model::UndoCommand{merged.merge, "a mistake"});
    on.decide(model::AllowCommand{undone.prohibition, "Annie rang"});
    REQUIRE(on.count("merge_record", "reason = 'Annie is one with Bob'") == 1);
    REQUIRE(on.count("must_not_link", "reason = 'a mistake' AND lift_reason = 'Annie rang'") == 1);
    on.erase(ann.profile);
    CHECK(on.count("merge_record") == 0);
    CHECK(on.count("must_not_link") == 0);
}

TEST_CASE("plugins are not asked to forget by what identifies somebody else by then", "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "push_token", "value": "t-1"}]})");
    on.end(ann.profile);
    on.clock.advance(std::chrono::seconds{1});
    on.write(
        R"({"identifiers": [{"type": "phone", "value": "+1"}, {"type": "push_token", "value": "t-1"}]})");
    CHECK(toldToPlugins(on) == std::map<std::string, model::Role>{{"ann@x.org", model::Role::Identifying},
                                                                  {"t-1", model::Role::Shared}});
}

TEST_CASE("plugins are told that what the person listed and nobody else has is theirs alone", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "external_id", "value": "1"},
        {"type": "cookie", "value": "c-1"}, {"type": "telegram", "value": "11"},
        {"type": "telegram", "value": "12"}, {"type": "telegram", "value": "13"}]})");
    on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "telegram", "value": "14"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "external_id", "value": "2"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "sent@x.org"}}]})");
    const auto claimBy = [&](const std::string& cookie, const std::string& email) {
        return on
            .claim(R"({"identifiers": [{"type": "cookie", "value": ")" + cookie +
                   R"("}, {"type": "email", "value": ")" + email + R"("}]})")
            .profile;
    };
    for (const auto* email : {"alone@x.org", "both@x.org", "sent@x.org"})
        REQUIRE(claimBy("c-1", email) == ann.profile);
    const auto eve = claimBy("c-2", "both@x.org");
    REQUIRE(eve != ann.profile);
    REQUIRE(on.count("profile_identifier", "role = 1") == 1);
    REQUIRE(on.count("profile_identifier", "role = 2") == 4);

    on.end(ann.profile);
    std::map<std::string, model::Role> wanted;
    for (const auto* value : {"1", "c-1", "11", "12", "13", "14", "alone@x.org"})
        wanted[value] = model::Role::Identifying;
    for (const auto* value : {"both@x.org", "sent@x.org"}) wanted[value] = model::Role::Claimed;
    CHECK(toldToPlugins(on) == wanted);
    // Who was deleted may come back.
    for (const auto other : {eve, bob.profile}) on.decide(model::DeleteCommand{{other, {}}});
    CHECK(toldToPlugins(on) == wanted);
}

TEST_CASE("plugins are told what only the person's rows name before it is forgotten", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"},
                                                  {"type": "phone", "value": "+1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "sent@x.org"}},
                       {"channel": "email", "id": "m-2", "status": "sent",
                        "endpoint": {"type": "email", "value": "bob@x.org"}}]})");
    on.write(R"({"identifiers": [{"type": "email", "value": "bob@x.org"}]})");
    on.decide(model::DetachCommand{{ann.profile, {}}, {"phone", "+1"}});
    on.end(ann.profile);
    const auto most = GENERATE(std::size_t{1}, std::size_t{100});
    std::map<std::string, model::Role> told;
    for (bool more = true; more;) {
        storage::Transaction transaction(*on.session);
        const auto step = storage::eraseSome(
            *on.session, {}, on.clock.now(), most,
            [&](storage::Session& /*session*/, const model::Person& person, std::size_t /*most*/) {
                for (const auto& each : person.identifiers) told[each.identifier.value] = each.role;
                return storage::RemovedElsewhere{};
            });
        transaction.commit();
        more = step.has_value();
    }
    CHECK(told == std::map<std::string, model::Role>{{"ann@x.org", model::Role::Identifying},
                                                     {"+1", model::Role::Identifying},
                                                     {"sent@x.org", model::Role::Identifying}});
    CHECK(on.count("identifier") == 1);
}

TEST_CASE("a receipt counts what a write removed in the job's stead", "[storage]") {
    Erasing on;
    const auto message = [](const std::string& email, const std::string& key, const std::string& status) {
        return R"({"identifiers": [{"type": "email", "value": ")" + email +
               R"("}], "activities": [{"channel": "email", "id": ")" + key + R"(", "status": ")" + status +
               R"("}]})";
    };
    const auto ann = on.write(message("ann@x.org", "m1", "sent")).profile;
    on.write(message("ann@x.org", "m1", "read"));
    on.write(message("ann@x.org", "m2", "sent"));
    on.write(message("ann@x.org", "m3", "sent"));
    REQUIRE(on.count("activity_status") == 4);
    on.end(ann);
    const auto bob = on.write({message("bob@x.org", "m1", "delivered"), message("bob@x.org", "m2", "read")});
    CHECK(on.count("activity", "home = " + std::to_string(bob[0].profile.value)) == 2);
    CHECK(on.count("activity", "home = " + std::to_string(ann.value)) == 1);
    while (on.step(100)) continue;
    const auto receipt = storage::readReceipt(*on.session, ann);
    CHECK(receipt.finishedAt);
    const auto removed = nlohmann::json::parse(receipt.removed);
    CHECK(removed["activities"] == 3);
    CHECK(removed["activity_statuses"] == 4);
    CHECK(on.count("activity") == 2);
}

TEST_CASE("plugins are not asked to forget by what somebody has who was deleted and may be restored",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "push_token", "value": "t-1"}]})");
    on.decide(model::DeleteCommand{{ann.profile, {}}});
    on.clock.advance(std::chrono::seconds{1});
    const auto again = on.write(
        R"({"identifiers": [{"type": "phone", "value": "+1"}, {"type": "push_token", "value": "t-1"}]})");
    REQUIRE(again.profile != ann.profile);
    on.decide(model::DeleteCommand{{again.profile, {}}});
    const auto roleOfToken = [&] {
        std::optional<model::Role> role;
        const storage::Transaction undone(*on.session);
        const auto step = storage::eraseSome(
            *on.session, {}, on.clock.now(), 100,
            [&](storage::Session& /*session*/, const model::Person& person, std::size_t /*most*/) {
                for (const auto& each : person.identifiers)
                    if (each.identifier.type == "push_token") role = each.role;
                return storage::RemovedElsewhere{};
            });
        REQUIRE(step);
        return role;
    };
    on.end(ann.profile);
    CHECK(roleOfToken() == model::Role::Shared);
    while (on.step(100)) continue;
    on.end(again.profile);
    CHECK(roleOfToken() == model::Role::Identifying);
}

TEST_CASE("what the erased were seen with goes in steps of any size, and links of others do not",
          "[storage]") {
    Erasing on;
    const auto seen = [](const std::string& id, const std::string& more) {
        return R"({"id": ")" + id + R"(", "identifiers": [{"type": "email", "value": "ann@x.org"},
            {"type": "phone", "value": "+1"}, {"type": "cookie", "value": "c-1"})" +
               more + "]}";
    };
    const auto ann = on.write(seen("first", ""));
    on.decide(model::DeleteCommand{{ann.profile, {}}});
    on.clock.advance(std::chrono::seconds{1});
    on.write(seen("again", R"(, {"type": "push_token", "value": "t-1"})"));
    REQUIRE(on.count("evidence") == 5);
    const auto most = GENERATE(1U, 2U, 100U);
    on.end(ann.profile);
    for (auto before = on.count("evidence"); on.step(most);) {
        const auto after = on.count("evidence");
        CHECK(before - after <= std::int64_t{most});
        before = after;
    }
    CHECK(on.count("erasure", "finished_at IS NULL") == 0);
    CHECK(on.count("evidence") == 3);
    CHECK(on.count("evidence", "observation_id IN (SELECT id FROM observation WHERE given_id = 'again')") ==
          3);
    CHECK(storage::readReceipt(*on.session, ann.profile).removed.find(R"("links":2)") != std::string::npos);
    CHECK(on.orphans() == 0);
}
