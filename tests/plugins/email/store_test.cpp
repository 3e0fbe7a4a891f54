// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/store.hpp"

#include <nlohmann/json.hpp>

#include "embedded.hpp"
#include "plugins/email/sendgrid.hpp"
#include "support/fake_host.hpp"
#include "tests/plugins/support/plugin_migrations.hpp"
#include "tests/support/databases.hpp"

namespace base = kith::base;
namespace email = kith::email;
namespace sdk = kith::sdk;
namespace storage = kith::storage;
namespace test = kith::test;
using kith::email::Batch;
using kith::test::eachEngine;
using kith::test::FakeHost;
using nlohmann::json;

namespace {

/// An observation of the plugin as it comes to apply.
struct Item {
    std::string payload;
    std::int64_t home;
    std::int64_t atMs;
};

/// What is stored of an event of SendGrid at a second.
Item itemOf(const std::string& name, std::int64_t home, std::int64_t second,
            const json& more = json::object()) {
    json source{{"event", name},
                {"email", "ann@example.com"},
                {"timestamp", second},
                {"sg_event_id", name + std::to_string(second)},
                {"sg_message_id", "m"}};
    source.update(more);
    Batch batch;
    email::readSendGrid(source, {}, batch);
    REQUIRE(batch.events.size() == 1);
    const auto hash = [](std::string_view) { return std::string("hash"); };
    const auto written = email::write(batch.events.front(), source["email"].get<std::string>(), hash);
    return {written.payload, home, second * 1000};
}

/// The plugin's tables in a fresh database.
class Tables {
public:
    Tables() : engine_(eachEngine()), fresh_(engine_), database_(fresh_.settings()) {
        storage::migrate(*writer_, test::migrationsOf("email", embedded::kMigrations, engine_), base::Time{});
    }

    void apply(const std::vector<Item>& items) {
        std::vector<kith_applied> raw;
        for (const auto& each : items) {
            kith_applied applied{};
            applied.struct_size = sizeof(kith_applied);
            applied.evidence = KITH_EVIDENCE_ATTESTED;
            applied.home_id = each.home;
            applied.observed_at_ms = each.atMs;
            applied.payload = sdk::raw(each.payload);
            raw.push_back(applied);
        }
        storage::Transaction transaction(*writer_);
        writer_->withRaw([&](soci::session& sql) {
            store_.apply(sdk::Session(FakeHost::handleOf(sql)), {raw.data(), raw.size()});
        });
        transaction.commit();
    }

    /// The panel of a profile with these homes and addresses; null if there is none.
    json panel(const std::vector<std::int64_t>& homes, const std::vector<std::string>& addresses) {
        std::vector<kith_identifier> identifiers{identifier("phone", "+380441234567")};
        for (const auto& each : addresses) identifiers.push_back(identifier("email", each));
        kith_profile profile{};
        profile.struct_size = sizeof(kith_profile);
        profile.homes = homes.data();
        profile.home_count = static_cast<std::uint32_t>(homes.size());
        profile.identifiers = identifiers.data();
        profile.identifier_count = static_cast<std::uint32_t>(identifiers.size());
        sdk::detail::Collector out;
        writer_->withRaw([&](soci::session& sql) {
            store_.panel(sdk::Session(FakeHost::handleOf(sql)), {&profile, 1}, sdk::ObjectSink(out.sink()));
        });
        const auto text = out.takeText();
        return text.empty() ? json() : json::parse(text)["addresses"];
    }

    /// `home activity first_seen_at` of a token.
    std::string send(const std::string& token) {
        const auto row = writer_->first<std::int64_t, std::string, std::int64_t>(
            "SELECT home, activity, first_seen_at FROM email_send WHERE token = :token", token);
        if (!row) return "";
        const auto& [home, activity, at] = *row;
        return std::to_string(home) + " " + activity + " " + std::to_string(at);
    }

private:
    static kith_identifier identifier(std::string_view type, std::string_view value) {
        return {sizeof(kith_identifier), KITH_ROLE_IDENTIFYING, sdk::raw(type), sdk::raw(value), {}};
    }

    FakeHost fakeHost_{json::object()};
    sdk::Host host_{fakeHost_.raw()};
    email::Store store_{host_};
    storage::Engine engine_;
    test::TestDatabase fresh_;
    storage::Database database_;
    std::unique_ptr<storage::Session> writer_{database_.openWriter()};
};

}  // namespace

TEST_CASE("nothing is stored of what says nothing about a message", "[email]") {
    CHECK(itemOf("group_resubscribe", 1, 100).payload.empty());
}

TEST_CASE("a failed group leaves nothing, and can be applied again", "[email]") {
    Tables tables;
    CHECK_THROWS(tables.apply({itemOf("delivered", 1, 100), {"no json", 1, 0}}));
    CHECK(tables.panel({1}, {"ann@example.com"}).is_null());
    tables.apply({itemOf("delivered", 1, 100)});
    tables.apply({itemOf("delivered", 1, 100)});
    CHECK(tables.panel({1}, {"ann@example.com"}) ==
          json::array({{{"value", "ann@example.com"}, {"last_delivered_at", "1970-01-01T00:01:40.000Z"}}}));
    CHECK(tables.send("sendgrid:m:hash") == "1 m:hash 100000");
}

TEST_CASE("the panel shows the newest of each kind, whatever the order", "[email]") {
    const std::vector<Item> items{
        itemOf("delivered", 1, 100),
        itemOf("delivered", 1, 300),
        itemOf("open", 1, 400),
        itemOf("open", 1, 900, {{"sg_machine_open", true}}),
        itemOf("click", 1, 500),
        itemOf("bounce", 1, 700, {{"status", "5.1.1"}, {"reason", "550 5.1.1 it's \"gone\""}}),
        itemOf("bounce", 1, 600, {{"status", "5.2.2"}, {"reason", "full"}}),
        itemOf("delivered", 1, 200),
        itemOf("delivered", 1, 950, {{"email", "bob@example.com"}}),
        itemOf("delivered", 2, 960),
    };
    const bool backwards = GENERATE(false, true);
    const bool together = GENERATE(false, true);
    Tables tables;
    auto given = items;
    if (backwards) std::reverse(given.begin(), given.end());
    if (together) {
        tables.apply(given);
    } else {
        for (const auto& each : given) tables.apply({each});
    }
    const json bounce{{"at", "1970-01-01T00:11:40.000Z"},
                      {"reason", "inactive_address"},
                      {"detail", "550 5.1.1 it's \"gone\""},
                      {"provider", "sendgrid"}};
    CHECK(tables.panel({1}, {"ann@example.com"}) ==
          json::array({{{"value", "ann@example.com"},
                        {"last_delivered_at", "1970-01-01T00:05:00.000Z"},
                        {"last_read_at", "1970-01-01T00:06:40.000Z"},
                        {"last_clicked_at", "1970-01-01T00:08:20.000Z"},
                        {"last_bounce", bounce}}}));
}

TEST_CASE("a merged profile shows what was seen under all of its homes", "[email]") {
    Tables tables;
    tables.apply({itemOf("delivered", 1, 100), itemOf("delivered", 9'007'199'254'740'993, 200),
                  itemOf("open", 1, 150), itemOf("delivered", 3, 300)});
    const auto panel = tables.panel({1, 9'007'199'254'740'993}, {"ann@example.com", "new@example.com"});
    CHECK(panel == json::array({{{"value", "ann@example.com"},
                                 {"last_delivered_at", "1970-01-01T00:03:20.000Z"},
                                 {"last_read_at", "1970-01-01T00:02:30.000Z"}}}));
}

TEST_CASE("an address that the profile does not list is not shown", "[email]") {
    Tables tables;
    tables.apply({itemOf("delivered", 1, 100)});
    CHECK(tables.panel({1}, {"other@example.com"}).is_null());
    CHECK(tables.panel({1}, {}).is_null());
    CHECK(tables.panel({2}, {"ann@example.com"}).is_null());
}

TEST_CASE("a delivery stays with the home that it was first seen under", "[email]") {
    Tables tables;
    tables.apply({itemOf("delivered", 1, 100), itemOf("open", 2, 50)});
    tables.apply({itemOf("click", 2, 40)});
    CHECK(tables.send("sendgrid:m:hash") == "1 m:hash 100000");
}
