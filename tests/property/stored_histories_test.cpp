// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <sstream>
#include <thread>

#include "core/pipeline/group_commit.hpp"
#include "tests/property/plain_model.hpp"
#include "tests/property/program.hpp"
#include "tests/property/random_history.hpp"
#include "tests/support/database_tables.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/store_picture.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr int kHistories = 40;
constexpr std::size_t kCallers = 4;

struct Silent final : pipeline::Observer {
    void groupWritten(std::span<const model::Outcome>, std::chrono::nanoseconds) noexcept override {}
    void conflict() noexcept override {}
    void maintained(const pipeline::MaintenanceReport&) noexcept override {}
};

/// A database with a pipeline on it, which starts anew, and empty, for every history.
class Deployed {
public:
    explicit Deployed(storage::Engine engine)
        : database_(engine),
          clock_(kHistoryStart),
          ids_(clock_, 1),
          log_(logged_, clock_, base::LogLevel::Error),
          session_(database_->openWriter()) {}

    void begin(const Deployment& deployment, pipeline::PipelineSettings settings) {
        pipeline_.reset();
        clearTables(*session_);
        deployment_ = &deployment;
        pipeline_ = std::make_unique<pipeline::Pipeline>(
            pipeline::Workplace{*database_, deployment.rules, ids_, clock_, log_, observer_, deployment.caps},
            std::vector<pipeline::Participant*>{}, settings);
    }
    std::vector<model::Outcome> write(std::span<const Item> items) {
        std::vector<model::Observation> group;
        for (const auto& item : items) group.push_back(toObservation(item, deployment_->rules, ids_));
        return pipeline_->submit(std::move(group));
    }
    [[nodiscard]] Picture picture() {
        MemoryStore store(deployment_->rules, ids_);
        readTables(*session_, deployment_->rules, ids_, store);
        return pictureOf(store, kHistoryStart + std::chrono::milliseconds{kPictureAt});
    }

private:
    MigratedDatabase database_;
    ManualClock clock_;
    base::IdGenerator ids_;
    std::ostringstream logged_;
    base::Log log_;
    Silent observer_;
    std::unique_ptr<storage::Session> session_;
    const Deployment* deployment_ = nullptr;
    std::unique_ptr<pipeline::Pipeline> pipeline_;
};

std::string textOf(const std::string& result, const std::multiset<std::string>& refused) {
    std::string text = result;
    for (const auto& each : refused) text += ", refused " + each;
    return text;
}

/// One after the other; everything that an outcome and the tables say is what the model says.
std::string storedAsThePlainModelSays(Deployed& on, const std::vector<Item>& history, std::uint64_t seed) {
    const Deployment& deployment = seed % 4 == 0 ? tight() : roomy();
    on.begin(deployment, {1'000, 100, 1});
    PlainModel model(deployment.plain, kPictureAt);
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto outcome = on.write({&history[i], 1}).front();
        const auto expected = model.take(history[i]);
        std::multiset<std::string> refused;
        for (const auto& refusal : outcome.refused) {
            refused.insert(std::string(model::refusalCodeName(refusal.code)) + " " +
                           nameOf(refusal.identifier));
        }
        const auto got = textOf(std::string(model::resultName(outcome.result)), refused);
        const auto wanted = textOf(expected.result, expected.refused);
        const bool accepted = wanted != "duplicate" && wanted != "rejected";
        if (got != wanted || (accepted && outcome.version != expected.version)) {
            return "observation " + std::to_string(i) + " was " + got + " and should be " + wanted;
        }
    }
    return differenceOf(on.picture(), model.picture());
}

/// In another order, some twice, in groups of a few, from several callers at once.
std::string storedTheSameByMany(Deployed& on, const std::vector<Item>& safe, std::uint64_t seed) {
    Dice dice(seed);
    PlainModel model(roomy().plain, kPictureAt);
    for (const auto& item : safe) model.take(item);
    std::vector<Item> all = safe;
    for (const auto& item : safe) {
        if (!item.id.empty() && dice.chance(10)) all.push_back(item);
    }
    shuffle(all, dice);
    const auto atOnce = 1 + dice.below(4);
    on.begin(roomy(), {1'000, 1 + dice.below(8), 3});
    std::atomic<std::size_t> next{0};
    std::atomic<int> rejected{0};
    {
        std::vector<std::jthread> callers;
        for (std::size_t i = 0; i < kCallers; ++i) {
            callers.emplace_back([&] {
                for (auto at = next.fetch_add(atOnce); at < all.size(); at = next.fetch_add(atOnce)) {
                    const auto batch =
                        std::span(all).subspan(at, std::min<std::size_t>(atOnce, all.size() - at));
                    for (const auto& outcome : on.write(batch)) rejected += outcome.problem ? 1 : 0;
                }
            });
        }
    }
    if (rejected > 0) return std::to_string(rejected) + " observations were rejected";
    const auto picture = on.picture();
    if (!picture.refusals.empty()) return "a safe set was refused " + *picture.refusals.begin();
    return differenceOf(essenceOf(picture), essenceOf(model.picture()));
}

}  // namespace

TEST_CASE("the database holds what the plain model says, whatever arrived", "[property]") {
    Deployed on(eachEngine());
    holdsForHistories(
        {},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            return storedAsThePlainModelSays(on, history, seed);
        },
        kHistories);
}

TEST_CASE("orders, groups and writers don't show in the database", "[property]") {
    Deployed on(eachEngine());
    holdsForHistories(
        {.claims = false, .mishaps = false},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            return storedTheSameByMany(on, keepSafe(history, false), seed);
        },
        kHistories);
}
