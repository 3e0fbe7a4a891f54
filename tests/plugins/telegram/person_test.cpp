// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "plugins/telegram/store.hpp"
#include "tests/plugins/support/person_tables.hpp"

using kith::test::AppliedItem;
using kith::test::checkRemoved;
using kith::test::column;
using kith::test::kTextsByBytes;
using kith::test::PersonOf;
using nlohmann::json;

namespace {

constexpr std::int64_t kChat = 5'000'000'000'123;

struct Tables : kith::test::PersonTables<kith::telegram::Store> {
    Tables() : PersonTables("telegram", embedded::kMigrations) {}

    void addLink(std::int64_t id, const std::string& type, const std::string& value,
                 const std::string& normalized, const std::string& usedBy = "NULL") {
        const auto number = std::to_string(id);
        run("INSERT INTO telegram_link (id, bot, identifier_type, identifier_value, normalized, expires_at,"
            " used_by, used_at, once, request) VALUES (" +
            number + ", 'shop', '" + type + "', '" + value + "', '" + normalized + "', 86400000, " + usedBy +
            ", CASE WHEN " + usedBy + " IS NULL THEN NULL ELSE 1000 END, '" + number + "', 'r')");
    }
};

AppliedItem wrote(std::int64_t home, std::int64_t chat, const std::string& bot = "shop",
                  std::int64_t atMs = 1'000) {
    return {json{{"bot", bot}, {"chat_id", chat}, {"update_id", atMs}, {"username", "ann"}}.dump(), home,
            atMs};
}

}  // namespace

TEST_CASE("chats and links of a person go, and nobody else's", "[telegram]") {
    Tables tables;
    std::vector<AppliedItem> items;
    for (int i = 0; i < 20; ++i) items.push_back(wrote(1, kChat + i));
    items.push_back(wrote(3, kChat + 100));
    items.push_back(wrote(3, kChat + 101));
    items.push_back(wrote(3, kChat + 102));
    tables.apply(items);
    tables.addLink(1, "email", "Ann@Example.com", "ann@example.com");
    tables.addLink(2, "external_id", "42", "42", std::to_string(kChat + 100));
    tables.addLink(3, "email", "bob@example.com", "bob@example.com");
    tables.addLink(4, "external_id", "ann@example.com", "ann@example.com");
    tables.addLink(5, "phone", "380441234567", "+380441234567");
    const PersonOf ann({1, 2}, {{"telegram", std::to_string(kChat + 100)},
                                {"telegram", std::to_string(kChat + 101), KITH_ROLE_SHARED},
                                {"email", "ann@example.com"},
                                {"phone", "+380441234567", KITH_ROLE_CLAIMED}});
    // Of the telephone it was told that somebody else has it, too.
    checkRemoved(tables.erase(ann, 6), 21 + 2, 6);
    CHECK(tables.exported(ann).first.empty());
    CHECK(tables.count("telegram_chat WHERE home_id = 3") == 2);
    CHECK(tables.count("telegram_link WHERE id IN (3, 4, 5)") == 3);
    CHECK(tables.count("telegram_link") == 3);
    CHECK(tables.count("telegram_bot") == 1);
}

TEST_CASE("a chat goes with whom it last belonged to", "[telegram]") {
    Tables tables;
    tables.apply(
        {wrote(1, kChat, "shop", 1'000), wrote(2, kChat, "shop", 3'000), wrote(1, kChat, "shop", 2'000)});
    tables.apply({wrote(1, kChat, "shop", 500), wrote(1, kChat + 1)});
    CHECK(tables.erase(PersonOf({1}), 100) == std::vector<std::size_t>{1, 0});
    CHECK(tables.count("telegram_chat WHERE home_id = 2 AND first_seen_at = 500") == 1);
}

TEST_CASE("chats and links of a person are told, in parts", "[telegram]") {
    Tables tables;
    std::vector<AppliedItem> items;
    for (int i = 0; i < 600; ++i) items.push_back(wrote(1, kChat + i, "bot" + std::to_string(i % 2)));
    items.push_back(wrote(3, kChat + 900, "zoo"));
    items.push_back(wrote(3, kChat + 901, "zoo"));
    tables.apply(items);
    tables.addLink(1, "email", "Ann@Example.com", "ann@example.com", std::to_string(kChat));
    tables.addLink(2, "email", "bob@example.com", "bob@example.com");
    const auto [all, parts] = tables.exported(
        PersonOf({1}, {{"telegram", std::to_string(kChat + 900)}, {"email", "ann@example.com"}}));
    CHECK(parts == 2);
    REQUIRE(all["chats"].size() == 601);
    CHECK(all["chats"][600] == json{{"bot", "zoo"},
                                    {"chat", std::to_string(kChat + 900)},
                                    {"username", "ann"},
                                    {"first_seen", "1970-01-01T00:00:01.000Z"},
                                    {"last_seen", "1970-01-01T00:00:01.000Z"},
                                    {"blocked", nullptr}});
    CHECK(all["links"] == json::array({{{"bot", "shop"},
                                        {"identifier", {{"type", "email"}, {"value", "Ann@Example.com"}}},
                                        {"expires_at", "1970-01-02T00:00:00.000Z"},
                                        {"used_by", std::to_string(kChat)},
                                        {"used_at", "1970-01-01T00:00:01.000Z"}}}));
}

TEST_CASE("a person's chats are told in the order of bytes", "[telegram]") {
    Tables tables;
    for (const auto& text : kTextsByBytes) tables.apply({wrote(1, kChat, text)});
    CHECK(column(tables.exported(PersonOf({1})).first.at("chats"), "bot") == kTextsByBytes);
}
