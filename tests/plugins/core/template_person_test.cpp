// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cstdlib>

#include "tests/plugins/core/support/surroundings.hpp"
#include "tests/support/databases.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;

/// The plugin's table in a fresh database, with entries in it.
class Guestbook {
public:
    Guestbook() : fresh_(test::eachEngine()), database_(fresh_.settings()) {
        const char* file = std::getenv("KITH_TEMPLATE_PLUGIN");
        REQUIRE(file != nullptr);
        PluginSettings settings;
        settings.file = file;
        bench_.run({settings});
        storage::MigrationSet set{"guestbook", {}};
        for (const auto& step : *bench_.manager.registry().migrations().at(0).steps)
            set.migrations.push_back({static_cast<int>(step.number), step.shared});
        storage::migrate(*writer_, set, base::Time{});
    }

    void write(std::int64_t home, int count) {
        model::Observation observation;
        observation.origin = std::make_shared<const model::Origin>();
        std::vector<pipeline::ParticipantItem> items;
        for (int i = 0; i < count; ++i)
            items.push_back({{home}, {home}, {home * 10'000 + i}, "Hello", &observation});
        inTransaction([&](soci::session& sql) { channel().apply(sql, items); });
    }
    std::size_t erase(const model::Person& person, std::size_t most) {
        std::size_t removed = 0;
        inTransaction([&](soci::session& sql) { removed = channel().erase(sql, person, most); });
        return removed;
    }
    ExportedPart exported(const model::Person& person, const std::string& cursor) {
        ExportedPart part;
        inTransaction([&](soci::session& sql) { part = channel().exported(sql, person, cursor); });
        return part;
    }
    std::int64_t entries() {
        return std::get<0>(*writer_->first<std::int64_t>("SELECT count(*) FROM guestbook_entry"));
    }

private:
    PluginChannel& channel() { return *bench_.manager.registry().channels().at(0); }
    template <class Work>
    void inTransaction(Work work) {
        storage::Transaction transaction(*writer_);
        writer_->withRaw(work);
        transaction.commit();
    }

    test::Workbench bench_;
    test::TestDatabase fresh_;
    storage::Database database_;
    std::unique_ptr<storage::Session> writer_{database_.openWriter()};
};

// Hidden: template_test.sh builds the plugin first, and then runs these cases by their tag.
TEST_CASE("the template of a plugin erases a person's entries alone", "[.][template]") {
    Guestbook guestbook;
    guestbook.write(1, 30);
    guestbook.write(2, 10);
    guestbook.write(3, 5);
    const model::Person ann{.id = {1}, .homes = {{1}, {2}}};
    CHECK(guestbook.erase(ann, 25) == 25);
    CHECK(guestbook.erase(ann, 25) == 15);
    CHECK(guestbook.erase(ann, 25) == 0);
    CHECK(guestbook.entries() == 5);
}

TEST_CASE("the template of a plugin tells a person's entries part by part", "[.][template]") {
    Guestbook guestbook;
    guestbook.write(1, 600);
    guestbook.write(2, 10);
    const model::Person ann{.id = {1}, .homes = {{1}}};
    const auto first = guestbook.exported(ann, "");
    const auto second = guestbook.exported(ann, first.next);
    CHECK(first.lists.at("entries").size() == 500);
    CHECK(second.lists.at("entries").size() == 100);
    CHECK(second.lists.at("entries").at(0) == nlohmann::ordered_json{{"text", "Hello"}});
    CHECK(second.next.empty());
}

}  // namespace
}  // namespace kith::plugins
