// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "core/pipeline/group_commit.hpp"
#include "tests/property/program.hpp"
#include "tests/support/databases.hpp"

namespace kith::test {

/// A database with pipelines on it, which is empty again for every history.
class Deployed {
public:
    explicit Deployed(storage::Engine engine);
    ~Deployed();

    void begin(const Deployment& deployment, pipeline::PipelineSettings settings);
    /// One submission, from any thread. What it mentions is known by its value even when the database only
    /// has a hash of it.
    std::vector<model::Outcome> write(std::span<const Item> items);
    model::Outcome write(const Item& item) { return write({&item, 1}).front(); }

    /// Those of these observations, each with an id and accepted, that are about nobody erased, as long as no
    /// erasure has begun to remove rows; nothing if one is not in the tables.
    [[nodiscard]] std::optional<std::vector<Item>> standing(const std::vector<Item>& accepted);

    /// Runs `work(acknowledge)` in a process of its own, which is killed with all that it is at when `enough`
    /// numbers were told to acknowledge(); returns those that were told. Then the pipeline stands on the same
    /// tables again. Throws if the process ended before it was killed.
    using Acknowledge = std::function<void(std::size_t)>;
    std::vector<std::size_t> writeUntilKilled(std::size_t enough,
                                              const std::function<void(const Acknowledge&)>& work);

    /// One step of an erasure that has not finished, of at most about so many rows; false if there is none.
    bool eraseSome(std::size_t most);
    /// Whatever is to be done from time to time, until nothing is left to do.
    void maintain();
    /// What is left of somebody in the tables once every erasure has finished, if only these values are
    /// theirs; empty if nothing is.
    [[nodiscard]] std::string left(const std::set<std::string>& names);

    [[nodiscard]] Picture picture();
    /// What does not hold of invariants 1 to 7 in the tables, if these were accepted and so many of their
    /// claimed consents counted; empty if all is well.
    [[nodiscard]] std::string broken(const std::vector<Item>& accepted, std::size_t claimedConsents);

private:
    /// Nothing may be open in a process that forks: SQLite's locks are of the process.
    void connect();
    void disconnect();
    void startPipeline();
    [[nodiscard]] std::vector<model::Observation> prepare(std::span<const Item> items);
    [[nodiscard]] model::Observation observationOf(const Item& item);
    /// In the order in which they were made.
    template <class Id>
    [[nodiscard]] std::vector<Id> idsIn(const std::string& table);
    [[nodiscard]] pipeline::Workplace workplace();
    /// Erasures take records away, whose numbers stay.
    void noteRecords();
    void noteMentioned(const Item& item);
    [[nodiscard]] base::ProfileId profile(int number);
    [[nodiscard]] MemoryStore tables();
    /// What `kith check` finds first; empty if it finds nothing.
    [[nodiscard]] std::string found();

    TestDatabase fresh_;
    std::unique_ptr<storage::Database> database_;
    ManualClock clock_;
    base::IdGenerator ids_;
    std::ostringstream logged_;
    base::Log log_;
    std::unique_ptr<pipeline::Observer> observer_;
    std::unique_ptr<storage::Session> session_;
    const Deployment* deployment_ = nullptr;
    pipeline::PipelineSettings settings_;
    std::map<const Deployment*, std::unique_ptr<pipeline::Pipeline>> pipelines_;
    pipeline::Pipeline* pipeline_ = nullptr;  ///< That of the deployment at hand.
    std::mutex preparing_;                    ///< Of what follows, and of the session.
    std::set<base::MergeId> merges_;          ///< All that were ever made.
    std::set<model::ProhibitionId> prohibitions_;
    std::set<model::Identifier> mentioned_;
};

}  // namespace kith::test
