// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/group_commit.hpp"

#include <utility>

#include "core/base/blocking.hpp"

namespace kith::pipeline {

Pipeline::Pipeline(const Workplace& workplace, std::vector<Participant*> participants,
                   PipelineSettings settings)
    : workplace_(workplace),
      participants_(std::move(participants)),
      settings_(settings),
      queue_(settings.queueLimit) {
    const auto writers = workplace_.database.engine() == storage::Engine::Sqlite ? 1 : settings_.writers;
    for (unsigned i = 0; i < writers; ++i) {
        committers_.push_back(std::make_unique<Committer>(workplace_, participants_, commits_, tally_));
    }
    for (auto& committer : committers_) {
        threads_.emplace_back([this, writer = committer.get()] {
            while (auto taken = queue_.take(settings_.maxGroup)) {
                if (taken->job) {
                    writer->run(std::move(*taken->job));
                } else {
                    writer->commit(std::move(taken->group));
                }
            }
        });
    }
}

Pipeline::~Pipeline() {
    stop();
}

std::vector<model::Outcome> Pipeline::submit(std::vector<model::Observation> observations) {
    if (observations.empty()) return {};
    Batch batch(observations.size());
    queue_.push(std::move(observations), batch);
    return batch.wait();
}

void Pipeline::execute(std::function<void(soci::session&)> work) {
    executeInStorage([work = std::move(work)](storage::Session& session) { session.withRaw(work); });
}

void Pipeline::executeInStorage(Work work) {
    auto done = queue_.push(std::move(work));
    const base::Blocking waits;
    done.get();
}

Vitals Pipeline::vitals() const {
    return {queue_.depth(),  settings_.queueLimit, committers_.size(),
            tally_.groups(), tally_.retries(),     tally_.lastCommitAt()};
}

void Pipeline::stop() {
    queue_.close();
    threads_.clear();
}

}  // namespace kith::pipeline
