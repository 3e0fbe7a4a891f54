// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "plugins/email/store.hpp"
#include "tests/plugins/support/person_tables.hpp"

using kith::test::AppliedItem;
using kith::test::checkRemoved;
using kith::test::column;
using kith::test::kTextsByBytes;
using kith::test::PersonOf;
using nlohmann::json;

namespace {

constexpr std::int64_t kLarge = 9'007'199'254'740'993;  // no double holds it

struct Tables : kith::test::PersonTables<kith::email::Store> {
    Tables() : PersonTables("email", embedded::kMigrations) {}
};

AppliedItem delivered(std::int64_t home, const std::string& address, const std::string& activity) {
    return {json{{"provider", "ses"},
                 {"address", address},
                 {"status", "delivered"},
                 {"at", 100'000},
                 {"activity", activity}}
                .dump(),
            home, 100'000};
}

std::vector<AppliedItem> deliveries(std::int64_t home, const std::string& address, int count) {
    std::vector<AppliedItem> items;
    for (int i = 0; i < count; ++i)
        items.push_back(delivered(home, address, std::to_string(home) + "-" + std::to_string(i)));
    return items;
}

}  // namespace

TEST_CASE("all that is kept of a person's mail goes, and nobody else's", "[email]") {
    Tables tables;
    tables.apply(deliveries(1, "ann@example.com", 700));
    tables.apply(deliveries(kLarge, "ann@example.com", 500));
    tables.apply({delivered(kLarge, "ann@work.example", "work")});
    tables.apply(deliveries(3, "ann@example.com", 2));
    const PersonOf ann({1, kLarge}, {{"email", "ann@example.com"}});
    const PersonOf other({3});
    const auto told = tables.exported(other);

    checkRemoved(tables.erase(ann, 100), 700 + 500 + 1 + 3, 100);
    CHECK(tables.exported(ann).first.empty());
    CHECK(tables.exported(other) == told);
    CHECK(tables.count("email_send") == 2);
    CHECK(tables.count("email_address") == 1);
    CHECK(tables.erase(ann, 100) == std::vector<std::size_t>{0});
}

TEST_CASE("all that is kept of a person's mail is told, in parts", "[email]") {
    Tables tables;
    tables.apply(deliveries(1, "ann@example.com", 700));
    tables.apply(deliveries(kLarge, "ann@work.example", 600));
    tables.apply(deliveries(3, "bob@example.com", 5));
    tables.apply({{json{{"provider", "ses"},
                        {"address", "ann@example.com"},
                        {"status", "undelivered"},
                        {"at", 200'000},
                        {"reason", "full"},
                        {"detail", "552 it's \"full\""}}
                       .dump(),
                   1, 200'000}});
    const auto [all, parts] = tables.exported(PersonOf({kLarge, 1}));
    CHECK(parts == 3);
    CHECK(all["sends"].size() == 1'300);
    CHECK(all["sends"][0] ==
          json{{"token", "ses:1-0"}, {"activity", "1-0"}, {"first_seen", "1970-01-01T00:01:40.000Z"}});
    CHECK(all["addresses"] == json::array({{{"address", "ann@example.com"},
                                            {"last_delivered_at", "1970-01-01T00:01:40.000Z"},
                                            {"last_read_at", nullptr},
                                            {"last_clicked_at", nullptr},
                                            {"last_bounce",
                                             {{"at", "1970-01-01T00:03:20.000Z"},
                                              {"reason", "full"},
                                              {"detail", "552 it's \"full\""},
                                              {"provider", "ses"}}}},
                                           {{"address", "ann@work.example"},
                                            {"last_delivered_at", "1970-01-01T00:01:40.000Z"},
                                            {"last_read_at", nullptr},
                                            {"last_clicked_at", nullptr},
                                            {"last_bounce", nullptr}}}));
    std::set<std::string> tokens;
    for (const auto& each : all["sends"]) tokens.insert(each["token"]);
    CHECK(tokens.size() == 1'300);
}

TEST_CASE("a person's mail is told in the order of bytes", "[email]") {
    Tables tables;
    for (const auto& text : kTextsByBytes) tables.apply({delivered(1, text, text)});
    const auto all = tables.exported(PersonOf({1})).first;
    CHECK(column(all.at("addresses"), "address") == kTextsByBytes);
    CHECK(column(all.at("sends"), "activity") == kTextsByBytes);
}
