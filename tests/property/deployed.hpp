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
#include "core/storage/identity_view.hpp"
#include "tests/property/program.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/history_generator.hpp"

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
    /// The same for a caller whose numbers of profiles count those alone that it made, and of merges and
    /// prohibitions those between them.
    std::vector<model::Outcome> write(std::span<const Item> items, const std::vector<base::ProfileId>& made);

    /// From now on every submission comes from a server whose clock is wrong by up to four minutes.
    void skewClocks(std::uint64_t seed) { skew_.emplace(seed); }

    /// Those of these observations, each with an id and accepted, that are about nobody erased, as long as no
    /// erasure has begun to remove rows; nothing if one is not in the tables, or is erased in part.
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

    [[nodiscard]] MemoryStore tables();
    [[nodiscard]] Picture picture();
    /// In the order in which they were made.
    [[nodiscard]] std::vector<base::ProfileId> profiles() { return idsIn<base::ProfileId>("profile"); }
    [[nodiscard]] std::vector<base::MergeId> merges() { return idsIn<base::MergeId>("merge_record"); }
    /// As it was recorded.
    [[nodiscard]] storage::MergeView merge(base::MergeId id);
    /// Whether a prohibition keeps these two apart.
    [[nodiscard]] bool areForbidden(base::ProfileId a, base::ProfileId b);
    /// What `kith check` finds first; empty if it finds nothing.
    [[nodiscard]] std::string found();
    /// What does not hold of invariants 1 to 7 in the tables, if these were accepted and so many of their
    /// claimed consents counted; empty if all is well.
    [[nodiscard]] std::string broken(const std::vector<Item>& accepted, std::size_t claimedConsents);

private:
    /// Nothing may be open in a process that forks: SQLite's locks are of the process.
    void connect();
    void disconnect();
    void startPipeline();
    /// What numbers stand for.
    struct Numbered {
        std::vector<base::ProfileId> profiles;
        std::vector<base::MergeId> merges;
        std::vector<model::ProhibitionId> prohibitions;
    };
    [[nodiscard]] Numbered numbered();
    [[nodiscard]] Numbered numbered(const std::vector<base::ProfileId>& made);
    std::vector<model::Outcome> write(std::span<const Item> items,
                                      const std::function<Numbered()>& numbering);
    [[nodiscard]] model::Observation observationOf(const Item& item,
                                                   const std::function<Numbered()>& numbering);
    /// In the order in which they were made.
    template <class Id>
    [[nodiscard]] std::vector<Id> idsIn(const std::string& table);
    /// Those of which a column names one of these.
    template <class Id>
    [[nodiscard]] std::vector<Id> idsIn(const std::string& table, const std::string& column,
                                        const std::vector<base::ProfileId>& made);
    [[nodiscard]] pipeline::Workplace workplace();
    /// What an observation says of a category, if that stands in the tables twice; empty if nothing does.
    [[nodiscard]] std::string saidTwice();
    /// Erasures take records away, whose numbers stay.
    void noteRecords();

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
    std::optional<Dice> skew_;
};

}  // namespace kith::test
