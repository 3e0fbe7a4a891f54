// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/base/log.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/storage/check/check.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/prepared.hpp"
#include "tests/support/test_catalogue.hpp"

namespace kith::test {

class CountingObserver final : public pipeline::Observer {
public:
    void groupWritten(std::span<const model::Outcome> outcomes,
                      std::chrono::nanoseconds /*took*/) noexcept override {
        ++groups;
        observations += outcomes.size();
    }
    void conflict() noexcept override { ++conflicts; }
    void maintained(const pipeline::MaintenanceReport& report) noexcept override {
        ++(report.failed ? failedRounds : rounds);
        removedEvents += report.removedEvents;
    }
    void eventsNumbered(std::size_t count, std::chrono::milliseconds /*lag*/) noexcept override {
        numberedEvents += count;
    }

    std::atomic<std::size_t> groups{0};
    std::atomic<std::size_t> observations{0};
    std::atomic<std::size_t> conflicts{0};
    std::atomic<std::size_t> rounds{0};
    std::atomic<std::size_t> failedRounds{0};
    std::atomic<std::size_t> removedEvents{0};
    std::atomic<std::size_t> numberedEvents{0};
};

/// A migrated database with what a pipeline on it needs.
class PipelineFixture {
public:
    explicit PipelineFixture(storage::Engine engine = eachEngine())
        : database(engine),
          clock(base::Time{std::chrono::milliseconds{1'795'166'600'000}}),
          ids(clock, 1),
          catalogue(testCatalogue()),
          preparer(catalogue, ids, {}),
          log(logText, clock, base::LogLevel::Debug) {}

    [[nodiscard]] pipeline::Workplace workplace() {
        return {*database, catalogue.rules(), ids, clock, log, observer, caps};
    }
    [[nodiscard]] std::unique_ptr<pipeline::Pipeline> start(
        std::vector<pipeline::Participant*> participants = {},
        pipeline::PipelineSettings settings = {10'000, 1'000, 4}) {
        return std::make_unique<pipeline::Pipeline>(workplace(), std::move(participants), settings);
    }
    [[nodiscard]] model::Observation prepare(const std::string& json, bool mayAttest = true) const {
        const model::Writer by{{7}, mayAttest, "api", "shop"};
        return prepared(preparer, json, by, clock.now());
    }
    /// An observation with these identifiers, each `type:value`, and more members of the JSON.
    [[nodiscard]] model::Observation seen(const std::vector<std::string>& identifiers,
                                          const std::string& more = {}) const {
        std::string list;
        for (const auto& each : identifiers) {
            const auto colon = each.find(':');
            list += (list.empty() ? "" : ",") + (R"({"type": ")" + each.substr(0, colon)) +
                    R"(", "value": ")" + each.substr(colon + 1) + R"("})";
        }
        return prepare(R"({"identifiers": [)" + list + "]" + (more.empty() ? "" : "," + more) + "}");
    }
    [[nodiscard]] std::int64_t count(const std::string& table, const std::string& where = "1 = 1") {
        const auto session = database->read();
        return std::get<0>(
            *session->first<std::int64_t>("SELECT count(*) FROM " + table + " WHERE " + where));
    }
    /// What `kith check` finds wrong.
    [[nodiscard]] std::vector<std::string> broken() {
        const auto session = database->read();
        std::vector<std::string> sentences;
        static_cast<void>(storage::check::run(
            *session, {catalogue.rules(), 20, caps},
            [&](const storage::check::Finding& each) { sentences.emplace_back(each.sentence); },
            [](std::string_view, std::int64_t) {}));
        return sentences;
    }
    [[nodiscard]] std::int64_t liveProfiles() { return count("profile", "canonical_id = id"); }

    MigratedDatabase database;
    identity::Caps caps;
    ManualClock clock;
    mutable base::IdGenerator ids;
    model::Catalogue catalogue;
    model::Preparer preparer;
    std::ostringstream logText;
    base::Log log;
    CountingObserver observer;
};

inline std::vector<model::Observation> listOf(model::Observation one) {
    std::vector<model::Observation> list;
    list.push_back(std::move(one));
    return list;
}

/// Waits for it, for a minute at most.
template <class Condition>
[[nodiscard]] bool comesTrue(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// How often a text holds another.
[[nodiscard]] inline std::size_t occurrences(const std::string& text, const std::string& of) {
    std::size_t count = 0;
    for (auto at = text.find(of); at != std::string::npos; at = text.find(of, at + 1)) ++count;
    return count;
}

/// Runs `work(i)` on that many threads at once and waits for them.
template <class Work>
void atOnce(int threads, Work work) {
    std::vector<std::jthread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
}

}  // namespace kith::test
