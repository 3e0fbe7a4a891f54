// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/plugins/email/support/fake_host.hpp"
#include "tests/plugins/support/plugin_migrations.hpp"
#include "tests/support/databases.hpp"

namespace kith::test {

/// One item as it comes to apply.
struct AppliedItem {
    std::string payload;
    std::int64_t home = 0;
    std::int64_t atMs = 0;
    kith_evidence evidence = KITH_EVIDENCE_ATTESTED;
};

/// A person in the form of the boundary.
class PersonOf {
public:
    struct Listed {
        std::string type;
        std::string value;
        kith_role role = KITH_ROLE_IDENTIFYING;
    };

    explicit PersonOf(std::vector<std::int64_t> homes, std::vector<Listed> listed = {})
        : homes_(std::move(homes)), listed_(std::move(listed)) {
        for (const auto& each : listed_) {
            identifiers_.push_back(
                {sizeof(kith_identifier), each.role, sdk::raw(each.type), sdk::raw(each.value), {}});
        }
        raw_.struct_size = sizeof(kith_profile);
        raw_.id = homes_.front();
        raw_.homes = homes_.data();
        raw_.home_count = static_cast<std::uint32_t>(homes_.size());
        raw_.identifiers = identifiers_.data();
        raw_.identifier_count = static_cast<std::uint32_t>(identifiers_.size());
    }
    PersonOf(const PersonOf&) = delete;
    PersonOf& operator=(const PersonOf&) = delete;

    [[nodiscard]] sdk::Profile profile() const { return sdk::Profile(&raw_); }

private:
    std::vector<std::int64_t> homes_;
    std::vector<Listed> listed_;
    std::vector<kith_identifier> identifiers_;
    kith_profile raw_{};
};

/// The tables of a plugin in a fresh database of an engine, and what its store does with one person.
template <class Store>
class PersonTables {
public:
    PersonTables(const std::string& plugin, std::span<const kith_migration> steps)
        : engine_(eachEngine()), fresh_(engine_), database_(fresh_.settings()) {
        storage::migrate(*writer_, migrationsOf(plugin, steps, engine_), base::Time{});
    }

    void apply(const std::vector<AppliedItem>& items) {
        std::vector<kith_applied> raw;
        for (const auto& each : items) {
            kith_applied applied{};
            applied.struct_size = sizeof(kith_applied);
            applied.evidence = each.evidence;
            applied.home_id = each.home;
            applied.observed_at_ms = each.atMs;
            applied.payload = sdk::raw(each.payload);
            raw.push_back(applied);
        }
        inTransaction([&](sdk::Session session) { store_.apply(session, {raw.data(), raw.size()}); });
    }

    /// How many rows each call removed, until one removed none.
    std::vector<std::size_t> erase(const PersonOf& person, std::size_t most) {
        std::vector<std::size_t> removed;
        do {
            inTransaction([&](sdk::Session session) {
                removed.push_back(store_.erase(session, person.profile(), most));
            });
            REQUIRE(removed.size() < 1'000);
        } while (removed.back() != 0);
        return removed;
    }

    /// Everything that is told of a person, each list in one, and in how many parts.
    std::pair<nlohmann::json, int> exported(const PersonOf& person) {
        nlohmann::json all = nlohmann::json::object();
        std::string cursor;
        std::string last;
        int parts = 0;
        do {
            sdk::detail::Collector out;
            inTransaction([&](sdk::Session session) {
                cursor = store_.exported(session, person.profile(), cursor, sdk::ObjectSink(out.sink()));
            });
            const auto text = out.takeText();
            CHECK(text.size() < std::size_t{1024} * 1024);
            const auto part = nlohmann::ordered_json::parse(text);
            for (const auto& [name, rows] : part.items()) {
                CHECK((name == last || !all.contains(name)));
                CHECK(rows.size() <= 500);
                for (const auto& row : rows) all[name].push_back(nlohmann::json(row));
                last = name;
            }
            REQUIRE(++parts < 1'000);
        } while (!cursor.empty());
        return {all, parts};
    }

    [[nodiscard]] std::int64_t count(const std::string& from) {
        return std::get<0>(*writer_->first<std::int64_t>("SELECT count(*) FROM " + from));
    }
    void run(const std::string& statement) { writer_->runOnce(statement); }
    [[nodiscard]] const Store& store() const { return store_; }

private:
    template <class Work>
    void inTransaction(Work work) {
        storage::Transaction transaction(*writer_);
        writer_->withRaw([&](soci::session& sql) { work(sdk::Session(FakeHost::handleOf(sql))); });
        transaction.commit();
    }

    FakeHost fakeHost_{nlohmann::json::object()};
    sdk::Host host_{fakeHost_.raw()};
    Store store_{host_};
    storage::Engine engine_;
    TestDatabase fresh_;
    storage::Database database_;
    std::unique_ptr<storage::Session> writer_{database_.openWriter()};
};

/// Whether the calls removed that many in all, each no more than `most`, and the last one none.
inline void checkRemoved(const std::vector<std::size_t>& removed, std::size_t all, std::size_t most) {
    CHECK(std::accumulate(removed.begin(), removed.end(), std::size_t{0}) == all);
    CHECK(*std::max_element(removed.begin(), removed.end()) <= most);
    CHECK(removed.size() <= all / most + 2);
}

/// Texts in the order of their bytes, which is that of no language.
inline const std::vector<std::string> kTextsByBytes{"B", "I", "a", "i", "İ", "ı"};

/// One member of all rows.
inline std::vector<std::string> column(const nlohmann::json& rows, const std::string& member) {
    std::vector<std::string> texts;
    for (const auto& row : rows) texts.push_back(row.at(member).get<std::string>());
    return texts;
}

}  // namespace kith::test
