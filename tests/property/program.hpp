// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/identity/resolve.hpp"
#include "tests/property/plain_model.hpp"
#include "tests/support/item_observation.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_store.hpp"

namespace kith::test {

/// When pictures are taken: some blocks have ended by then, others stand.
inline constexpr std::int64_t kPictureAt = 36 * 3'600'000;

/// One deployment's rules, in the model's words and in the program's.
struct Deployment {
    PlainRules plain;
    model::IdentifierRules rules;
    identity::Caps caps;
};
[[nodiscard]] const Deployment& roomy();  ///< The defaults.
[[nodiscard]] const Deployment& tight();  ///< Limits and caps that small histories reach.
/// The one with which every program of a history starts, whatever it is used for.
[[nodiscard]] const Deployment& deploymentFor(std::uint64_t seed);

/// The program in memory: the resolver and the folds over tables of its own.
class Program {
public:
    explicit Program(const Deployment& deployment = roomy());

    /// One group.
    std::vector<model::Outcome> write(const std::vector<Item>& items);
    model::Outcome write(const Item& item) { return write(std::vector<Item>{item}).front(); }

    [[nodiscard]] Picture picture() const;
    [[nodiscard]] const MemoryStore& store() const noexcept { return store_; }
    /// Everything that was neither rejected nor repeated, nor is about somebody erased, for brokenStructure.
    [[nodiscard]] std::vector<model::Observation> accepted() const;
    [[nodiscard]] int numberOf(base::ProfileId id) const;
    /// Zero if there is none of that number yet.
    [[nodiscard]] base::ProfileId profile(int number) const;
    /// The outcome in the model's words, without a home.
    [[nodiscard]] PlainOutcome plain(const model::Outcome& outcome) const;
    /// The home under which the last accepted observation was written.
    [[nodiscard]] int lastHome() const;

private:
    [[nodiscard]] model::Observation observationOf(const Item& item);

    const Deployment& deployment_;
    ManualClock clock_;
    base::IdGenerator ids_;
    MemoryStore store_;
    std::vector<model::Observation> accepted_;
};

}  // namespace kith::test
