// SPDX-License-Identifier: Apache-2.0
#include "tests/property/deployed.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <tuple>

#include "core/pipeline/maintenance.hpp"
#include "core/storage/check/check.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/prohibition_list.hpp"
#include "tests/property/structure.hpp"
#include "tests/support/database_tables.hpp"
#include "tests/support/store_picture.hpp"

namespace kith::test {
namespace {

constexpr model::HashKey kAddressKey{1, 2, 3};
constexpr std::uint32_t kSkew = 4 * 60 * 1'000;

struct Silent final : pipeline::Observer {
    void groupWritten(std::span<const model::Outcome>, std::chrono::nanoseconds) noexcept override {}
    void conflict() noexcept override {}
    void maintained(const pipeline::MaintenanceReport&) noexcept override {}
    void eventsNumbered(std::size_t, std::chrono::milliseconds) noexcept override {}
};

}  // namespace

Deployed::Deployed(storage::Engine engine)
    : fresh_(engine),
      clock_(kHistoryStart),
      ids_(clock_, 1),
      log_(logged_, clock_, base::LogLevel::Error),
      observer_(std::make_unique<Silent>()) {
    connect();
    storage::migrate(*session_, storage::coreMigrations(engine), base::Time{});
}

Deployed::~Deployed() = default;

void Deployed::connect() {
    database_ = std::make_unique<storage::Database>(fresh_.settings());
    session_ = database_->openWriter();
}

void Deployed::disconnect() {
    pipelines_.clear();
    session_.reset();
    database_.reset();
}

pipeline::Workplace Deployed::workplace() {
    return {*database_, deployment_->rules, ids_, clock_, log_, *observer_, deployment_->caps, kAddressKey};
}

void Deployed::startPipeline() {
    auto& own = pipelines_[deployment_];
    if (!own)
        own = std::make_unique<pipeline::Pipeline>(workplace(), std::vector<pipeline::Participant*>{},
                                                   settings_);
    pipeline_ = own.get();
}

// A pipeline takes longer to start than most histories to write: one of the same kind goes on.
void Deployed::begin(const Deployment& deployment, pipeline::PipelineSettings settings) {
    const auto asTuple = [](const auto& each) {
        return std::tuple(each.queueLimit, each.maxGroup, each.writers);
    };
    if (asTuple(settings) != asTuple(settings_)) pipelines_.clear();
    clearTables(*session_);
    merges_.clear();
    prohibitions_.clear();
    mentioned_.clear();
    deployment_ = &deployment;
    settings_ = settings;
    skew_.reset();
    clock_.set(kHistoryStart);
    startPipeline();
}

template <class Id>
std::vector<Id> Deployed::idsIn(const std::string& table) {
    std::vector<Id> ids;
    session_->each<Id>("SELECT id FROM " + table + " ORDER BY id", [&](Id id) { ids.push_back(id); });
    return ids;
}

template <class Id>
std::vector<Id> Deployed::idsIn(const std::string& table, const std::string& column,
                                const std::vector<base::ProfileId>& made) {
    std::vector<Id> ids;
    session_->each<Id, base::ProfileId>("SELECT id, " + column + " FROM " + table + " ORDER BY id",
                                        [&](Id id, base::ProfileId of) {
                                            if (std::ranges::find(made, of) != made.end()) ids.push_back(id);
                                        });
    return ids;
}

Deployed::Numbered Deployed::numbered() {
    noteRecords();
    return {profiles(), {merges_.begin(), merges_.end()}, {prohibitions_.begin(), prohibitions_.end()}};
}

Deployed::Numbered Deployed::numbered(const std::vector<base::ProfileId>& made) {
    return {made, idsIn<base::MergeId>("merge_record", "survivor", made),
            idsIn<model::ProhibitionId>("must_not_link", "a", made)};
}

model::Observation Deployed::observationOf(const Item& item, const std::function<Numbered()>& numbering) {
    auto observation = toObservation(item, deployment_->rules, ids_, clock_.now());
    if (item.edits == 0 && !item.decision) return observation;
    const auto known = numbering();
    if (item.edits != 0) {
        const auto place = static_cast<std::size_t>(item.edits) - 1;
        observation.address = model::Address{
            place < known.profiles.size() ? known.profiles[place] : base::ProfileId{}, std::nullopt};
        observation.dateAfterReplaced = true;
    }
    if (item.decision)
        observation.command = commandOf(*item.decision, known.profiles, known.merges, known.prohibitions);
    return observation;
}

void Deployed::noteRecords() {
    for (const auto id : idsIn<base::MergeId>("merge_record")) merges_.insert(id);
    for (const auto id : idsIn<model::ProhibitionId>("must_not_link")) prohibitions_.insert(id);
}

bool Deployed::eraseSome(std::size_t most) {
    noteRecords();
    bool did = false;
    pipeline_->executeInStorage([&](storage::Session& session) {
        did = storage::eraseSome(session, kAddressKey, clock_.now(), most, {}).has_value();
    });
    return did;
}

void Deployed::maintain() {
    noteRecords();
    const pipeline::MaintenanceSettings settings{.observationMemory = std::chrono::days{30},
                                                 .eventsKept = std::chrono::days{7}};
    pipeline::Maintenance(workplace(), *pipeline_, settings).run();
}

std::string Deployed::left(const std::set<std::string>& names) {
    std::string found;
    session_->each<std::string, std::string>("SELECT type, value FROM identifier",
                                             [&](const std::string& type, const std::string& value) {
                                                 if (names.contains(type + ":" + value))
                                                     found = type + ":" + value + " is left";
                                             });
    return found;
}

std::vector<model::Outcome> Deployed::write(std::span<const Item> items,
                                            const std::function<Numbered()>& numbering) {
    std::vector<model::Observation> group;
    {
        const std::scoped_lock lock(preparing_);
        if (skew_)
            clock_.set(kHistoryStart + std::chrono::milliseconds{skew_->below(2 * kSkew)} -
                       std::chrono::milliseconds{kSkew});
        for (const auto& item : items) {
            for (const auto& [type, value] : mentionedBy(item)) mentioned_.insert({type, value});
            group.push_back(observationOf(item, numbering));
        }
    }
    return pipeline_->submit(std::move(group));
}

std::vector<model::Outcome> Deployed::write(std::span<const Item> items) {
    return write(items, [this] { return numbered(); });
}

std::vector<model::Outcome> Deployed::write(std::span<const Item> items,
                                            const std::vector<base::ProfileId>& made) {
    return write(items, [&] { return numbered(made); });
}

std::optional<std::vector<Item>> Deployed::standing(const std::vector<Item>& accepted) {
    std::map<std::pair<std::int64_t, std::string>, bool> isErased;
    bool isWhole = true;
    session_->each<std::int64_t, std::string, bool>(
        R"(SELECT observation.key_id, observation.given_id, COALESCE(removal.erased, 0)
FROM observation JOIN profile ON profile.id = observation.home
LEFT JOIN removal ON removal.profile_id = profile.removed_live
WHERE NOT (observation.given_id = '' AND observation.content_hash = '00000000000000000000000000000000'))",
        [&](std::int64_t key, std::string id, bool erased) {
            // Decisions that were refused, which were not accepted, are left out: nothing says what they
            // were. What an identity token says of somebody is an observation of its own, under the same id,
            // and the claim is about whom that led to.
            const auto known = isErased.try_emplace({key, std::move(id)}, erased).first;
            isWhole = isWhole && known->second == erased;
        });
    if (!isWhole) return std::nullopt;
    std::vector<Item> standing;
    for (const auto& item : accepted) {
        const auto found = isErased.find({item.key, item.id});
        if (found == isErased.end()) return std::nullopt;
        if (!found->second) standing.push_back(item);
    }
    return standing;
}

std::vector<std::size_t> Deployed::writeUntilKilled(std::size_t enough,
                                                    const std::function<void(const Acknowledge&)>& work) {
    disconnect();
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child == 0) {
        ::close(ends[0]);
        try {
            auto room = ids_.room();
            room.node = 2;
            ids_.moveTo(room);
            connect();
            startPipeline();
            work([&](std::size_t number) {
                if (::write(ends[1], &number, sizeof number) != sizeof number) std::_Exit(1);
            });
            for (;;) ::pause();
        } catch (...) {
            std::_Exit(1);
        }
    }
    ::close(ends[1]);
    std::vector<std::size_t> acknowledged;
    if (enough == 0) ::kill(child, SIGKILL);
    for (std::size_t number = 0; ::read(ends[0], &number, sizeof number) == sizeof number;) {
        acknowledged.push_back(number);
        if (acknowledged.size() == enough) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) throw std::runtime_error("the process ended by itself");
    connect();
    startPipeline();
    return acknowledged;
}

MemoryStore Deployed::tables() {
    MemoryStore store(deployment_->rules, ids_);
    readTables(*session_, deployment_->rules, ids_, store);
    readForgotten(*session_, kAddressKey, mentioned_, ids_, store);
    return store;
}

Picture Deployed::picture() {
    return pictureOf(tables(), kHistoryStart + std::chrono::milliseconds{kPictureAt});
}

storage::MergeView Deployed::merge(base::MergeId id) {
    return storage::readMerge(*session_, id);
}

bool Deployed::areForbidden(base::ProfileId a, base::ProfileId b) {
    return storage::readStanding(*session_, a, b).has_value();
}

std::string Deployed::broken(const std::vector<Item>& accepted, std::size_t claimedConsents) {
    std::vector<model::Observation> observations;
    for (const auto& item : accepted)
        observations.push_back(observationOf(item, [this] { return numbered(); }));
    const auto broken = brokenStructure(tables(), deployment_->rules, observations, claimedConsents);
    if (!broken.empty()) return broken;
    const auto twice = saidTwice();
    return twice.empty() ? found() : twice;
}

std::string Deployed::saidTwice() {
    const auto twice = session_->first<std::string, std::string>(
        R"(SELECT observation.given_id, consent.category
FROM consent JOIN observation ON observation.id = consent.observation_id
WHERE observation.given_id <> ''
GROUP BY consent.home, consent.category, observation.key_id, observation.given_id
HAVING count(*) > 1 LIMIT 1)");
    if (!twice) return {};
    const auto& [id, category] = *twice;
    return "6: what " + id + " says of " + category + " stands twice";
}

std::string Deployed::found() {
    std::string first;
    const auto show = [&](const storage::check::Finding& finding) {
        if (first.empty())
            first = std::string(finding.table) + ' ' + std::string(finding.key) + ": " +
                    std::string(finding.sentence);
    };
    static_cast<void>(storage::check::run(*database_->read(),
                                          {deployment_->rules, 1, deployment_->caps, kAddressKey}, show,
                                          [](std::string_view, std::int64_t) {}));
    return first;
}

}  // namespace kith::test
