// SPDX-License-Identifier: Apache-2.0
#include "plugins/push/store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "embedded.hpp"
#include "tests/plugins/email/support/fake_host.hpp"
#include "tests/plugins/support/plugin_migrations.hpp"
#include "tests/support/databases.hpp"

namespace base = kith::base;
namespace push = kith::push;
namespace sdk = kith::sdk;
namespace storage = kith::storage;
namespace test = kith::test;
using kith::test::eachEngine;
using kith::test::FakeHost;
using nlohmann::json;

namespace {

/// A registration or a drop as it comes to apply, still of no token.
struct Said {
    bool attested;
    std::int64_t at;
    json device;
};

struct Item {
    std::string payload;
    bool attested;
    std::int64_t at;
};

Item itemOf(const Said& said, const std::string& token) {
    auto device = said.device;
    device.update({{"type", "web_push"}, {"token", token}});
    return {device.dump(), said.attested, said.at};
}

/// The plugin's table in a fresh database.
class Table {
public:
    explicit Table(storage::Engine engine) : fresh_(engine), database_(fresh_.settings()) {
        storage::migrate(*writer_, test::migrationsOf("push", embedded::kMigrations, engine), base::Time{});
    }

    /// Applies what was said as one group.
    void apply(const std::vector<Item>& group) {
        std::vector<kith_applied> raw;
        for (const auto& each : group) {
            kith_applied applied{};
            applied.struct_size = sizeof(kith_applied);
            applied.evidence = each.attested ? KITH_EVIDENCE_ATTESTED : KITH_EVIDENCE_CLAIMED;
            applied.home_id = 1;
            applied.observed_at_ms = each.at;
            applied.payload = sdk::raw(each.payload);
            raw.push_back(applied);
        }
        storage::Transaction transaction(*writer_);
        writer_->withRaw([&](soci::session& sql) {
            store_.apply(sdk::Session(FakeHost::handleOf(sql)), {raw.data(), raw.size()});
        });
        transaction.commit();
    }

    /// All that is kept, in one text for each token, sorted.
    std::vector<std::string> rows() {
        std::vector<std::string> found;
        writer_->each<std::string>(
            "SELECT token || ': ' || CAST(attested AS text) || ' app ' || app_id"
            " || ' platform ' || coalesce(platform, '-') || ' version ' || coalesce(app_version, '-')"
            " || ' os ' || coalesce(os_version, '-') || ' model ' || coalesce(model, '-')"
            " || ' keys ' || coalesce(p256dh, '-') || ' ' || coalesce(auth, '-')"
            " || ' until ' || coalesce(CAST(expires_at AS text), '-')"
            " || ' registered ' || CAST(registered_at AS text) || ' seen ' || CAST(seen_at AS text)"
            " || ' dropped ' || coalesce(CAST(dropped_at AS text), '-') FROM push_device",
            [&](const std::string& row) { found.push_back(row); });
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    FakeHost fakeHost_{json::object()};
    sdk::Host host_{fakeHost_.raw()};
    push::Store store_{host_};
    test::TestDatabase fresh_;
    storage::Database database_;
    std::unique_ptr<storage::Session> writer_{database_.openWriter()};
};

const json kFull{{"app_id", "shop"}, {"platform", "ios"}, {"model", "iPhone15,2"}};
const json kDrop{{"app_id", ""}, {"dropped", true}};

/// What differs in every way that counts: who says it, when, and how much of it.
const std::vector<Said>& sayings() {
    static const std::vector<Said> all{
        {true, 100, kFull},
        {true, 200, kDrop},
        {true, 200, {{"app_id", "site"}, {"os_version", "17"}}},
        {true, 300, {{"app_id", "site"}, {"p256dh", "key"}, {"auth", "secret"}, {"expires_at", 900}}},
        {true, 400, {{"app_id", "site"}, {"p256dh", "newer"}, {"auth", "other"}, {"model", "Mac"}}},
        {false,
         50,
         {{"app_id", "app"}, {"app_version", "1"}, {"p256dh", "c"}, {"auth", "d"}, {"expires_at", 7}}},
        {false, 500, {{"app_id", "app"}, {"platform", "android"}}}};
    return all;
}

/// Every sequence of two or three of them, by the token that it is said of.
std::map<std::string, std::vector<Item>> sequences() {
    const auto& all = sayings();
    std::map<std::string, std::vector<Item>> found;
    const auto add = [&](const std::vector<std::size_t>& order) {
        std::string token = "https://push.example/";
        for (const auto each : order) token += std::to_string(each);
        for (const auto each : order) found[token].push_back(itemOf(all[each], token));
    };
    for (std::size_t a = 0; a < all.size(); ++a) {
        for (std::size_t b = 0; b < all.size(); ++b) {
            add({a, b});
            for (std::size_t c = 0; c < all.size(); ++c) add({a, b, c});
        }
    }
    return found;
}

/// The same said in groups: the first takes the first `first` of every sequence, each further one the next.
std::vector<std::string> after(storage::Engine engine, std::size_t first, std::size_t each) {
    Table table(engine);
    const auto all = sequences();
    for (std::size_t begin = 0, size = first; begin < 3; begin += size, size = each) {
        std::vector<Item> group;
        for (std::size_t place = begin; place < begin + size; ++place) {
            for (const auto& [token, items] : all) {
                if (place < items.size()) group.push_back(items[place]);
            }
        }
        if (!group.empty()) table.apply(group);
    }
    return table.rows();
}

}  // namespace

TEST_CASE("one group leaves what its parts would leave one after the other", "[push]") {
    const auto engine = eachEngine();
    const auto apart = after(engine, 1, 1);
    CHECK(apart.size() == 7 * 7 + 7 * 7 * 7);
    for (const auto& together : {after(engine, 3, 1), after(engine, 2, 1), after(engine, 1, 2)}) {
        CHECK(together.size() == apart.size());
        std::vector<std::string> different;
        std::set_difference(together.begin(), together.end(), apart.begin(), apart.end(),
                            std::back_inserter(different));
        CHECK(different == std::vector<std::string>{});
    }
}

TEST_CASE("a drop in the same group leaves what is known of the device", "[push]") {
    Table table(eachEngine());
    table.apply({itemOf(sayings()[0], "t"), itemOf(sayings()[1], "t")});
    CHECK(table.rows() ==
          std::vector<std::string>{
              "t: 1 app shop platform ios version - os - model iPhone15,2 keys - - until - registered 100"
              " seen 200 dropped 200"});
}

TEST_CASE("what is told late of a time before changes only since when the token is registered", "[push]") {
    Table table(eachEngine());
    table.apply({itemOf(sayings()[4], "t"), itemOf(sayings()[3], "t"), itemOf(sayings()[5], "t")});
    CHECK(table.rows() ==
          std::vector<std::string>{
              "t: 1 app site platform - version - os - model Mac keys newer other until - registered 300"
              " seen 400 dropped -"});
}
