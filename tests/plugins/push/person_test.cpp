// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "plugins/push/store.hpp"
#include "tests/plugins/support/person_tables.hpp"

using kith::test::AppliedItem;
using kith::test::checkRemoved;
using kith::test::column;
using kith::test::kTextsByBytes;
using kith::test::PersonOf;
using nlohmann::json;

namespace {

struct Tables : kith::test::PersonTables<kith::push::Store> {
    Tables() : PersonTables("push", embedded::kMigrations) {}

    /// The tokens that are kept, by whoever.
    std::int64_t keeps(const std::string& token) {
        return count("push_device WHERE token = '" + token + "'");
    }
};

AppliedItem registered(std::int64_t home, const std::string& token, std::int64_t atMs = 1'000,
                       const json& more = json::object()) {
    json device{{"type", "push_token"}, {"token", token}, {"app_id", "shop"}};
    device.update(more);
    return {device.dump(), home, atMs};
}

std::vector<AppliedItem> registrations(std::int64_t home, int count) {
    std::vector<AppliedItem> items;
    for (int i = 0; i < count; ++i)
        items.push_back(registered(home, std::to_string(home) + "-" + std::to_string(i)));
    return items;
}

}  // namespace

TEST_CASE("every device of a person goes, and nobody else's", "[push]") {
    Tables tables;
    tables.apply(registrations(1, 30));
    tables.apply(registrations(2, 20));
    tables.apply(registrations(3, 10));
    // Theirs since they are identified by it; still another's; said of a token that they only list.
    tables.apply({registered(3, "came"), registered(3, "stays"), registered(3, "shared")});
    const PersonOf ann({1, 2}, {{"push_token", "1-0"},
                                {"push_token", "came"},
                                {"web_push", "stays"},
                                {"push_token", "shared", KITH_ROLE_SHARED}});
    checkRemoved(tables.erase(ann, 7), 30 + 20 + 1, 7);
    CHECK(tables.exported(ann).first.empty());
    CHECK(tables.count("push_device") == 12);
    CHECK(tables.keeps("stays") == 1);
    CHECK(tables.keeps("shared") == 1);
}

TEST_CASE("a device goes with whoever registered it last", "[push]") {
    Tables tables;
    tables.apply({registered(1, "a"), registered(1, "b", 5'000), registered(1, "c")});
    tables.apply({registered(2, "a", 2'000), registered(2, "b", 2'000)});
    auto claim = registered(2, "c", 9'000);
    claim.evidence = KITH_EVIDENCE_CLAIMED;
    tables.apply({claim});
    CHECK(tables.erase(PersonOf({1}), 100) == std::vector<std::size_t>{2, 0});
    CHECK(tables.keeps("a") == 1);
}

TEST_CASE("every device of a person is told, in parts", "[push]") {
    Tables tables;
    tables.apply(registrations(1, 600));
    tables.apply(registrations(3, 10));
    tables.apply({registered(3, "came", 86'400'000,
                             {{"type", "web_push"},
                              {"platform", "ios"},
                              {"app_version", "1.2"},
                              {"os_version", "17"},
                              {"model", "iPhone15,2"},
                              {"p256dh", "key"},
                              {"auth", "secret"},
                              {"expires_at", 90'000'000}})});
    const auto [all, parts] = tables.exported(PersonOf({1}, {{"web_push", "came"}, {"push_token", "1-7"}}));
    CHECK(parts == 2);
    REQUIRE(all["devices"].size() == 601);
    CHECK(all["devices"][0]["token"] == "1-0");
    CHECK(all["devices"][600] == json{{"type", "web_push"},
                                      {"token", "came"},
                                      {"app_id", "shop"},
                                      {"platform", "ios"},
                                      {"app_version", "1.2"},
                                      {"os_version", "17"},
                                      {"model", "iPhone15,2"},
                                      {"p256dh", "key"},
                                      {"auth", "secret"},
                                      {"registered_at", "1970-01-02T00:00:00.000Z"},
                                      {"last_seen", "1970-01-02T00:00:00.000Z"},
                                      {"dropped_at", nullptr},
                                      {"expires_at", "1970-01-02T01:00:00.000Z"}});
}

TEST_CASE("a person's devices are told in the order of bytes", "[push]") {
    Tables tables;
    for (const auto& text : kTextsByBytes) tables.apply({registered(1, text)});
    CHECK(column(tables.exported(PersonOf({1})).first.at("devices"), "token") == kTextsByBytes);
}
