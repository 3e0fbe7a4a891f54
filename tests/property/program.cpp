// SPDX-License-Identifier: Apache-2.0
#include "tests/property/program.hpp"

#include "tests/support/store_picture.hpp"

namespace kith::test {
namespace {

Deployment deploymentOf(PlainRules plain) {
    Deployment deployment;
    std::vector<model::IdentifierRule> rules;
    for (const auto& type : plain.types) {
        const auto cls = type.cls == 'u'   ? model::IdentifierClass::Unique
                         : type.cls == 'l' ? model::IdentifierClass::Linking
                                           : model::IdentifierClass::Moving;
        const auto order = static_cast<int>(rules.size());
        const std::string channel = type.name == "device_id" ? "push" : "";
        rules.push_back({type.name, cls, static_cast<std::uint32_t>(type.limit), order, channel});
    }
    deployment.rules = model::IdentifierRules(std::move(rules));
    deployment.caps = {plain.maxIdentifiers, plain.maxMerges};
    deployment.plain = std::move(plain);
    return deployment;
}

/// What is taken of one that is nobody's.
void leaveStates(model::Observation& observation) {
    observation.identifiers.clear();
    observation.blocked.clear();
    observation.fields.clear();
    observation.subscriptions.clear();
    observation.activities.clear();
}

}  // namespace

const Deployment& roomy() {
    static const Deployment deployment = deploymentOf(plainDefaults());
    return deployment;
}

const Deployment& tight() {
    static const Deployment deployment = deploymentOf({{{"external_id", 'u', 1},
                                                        {"email", 'l', 2},
                                                        {"phone", 'l', 2},
                                                        {"telegram", 'l', 1},
                                                        {"device_id", 'm', 1},
                                                        {"cookie", 'm', 2}},
                                                       7,
                                                       3});
    return deployment;
}

const Deployment& deploymentFor(std::uint64_t seed) {
    return seed % 4 == 0 ? tight() : roomy();
}

Program::Program(const Deployment& deployment)
    : deployment_(deployment),
      clock_(kHistoryStart),
      ids_(clock_, 0),
      store_(deployment.rules, ids_, deployment.caps) {}

std::vector<model::Outcome> Program::write(const std::vector<Item>& items) {
    std::vector<model::Observation> group;
    for (const auto& item : items) {
        group.push_back(observationOf(item));
    }
    auto outcomes = store_.write(group, clock_.now());
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto result = outcomes[i].result;
        if (result == model::Result::Duplicate || result == model::Result::Rejected) continue;
        accepted_.push_back(std::move(group[i]));
        if (!outcomes[i].profile) leaveStates(accepted_.back());
    }
    return outcomes;
}

model::Observation Program::observationOf(const Item& item) {
    auto observation = toObservation(item, deployment_.rules, ids_);
    if (item.edits != 0) {
        observation.address = model::Address{profile(item.edits), std::nullopt};
        observation.dateAfterReplaced = true;
    }
    if (item.decision) {
        std::vector<base::ProfileId> profiles;
        std::vector<base::MergeId> merges;
        std::vector<model::ProhibitionId> prohibitions;
        for (const auto& [id, row] : store_.profiles) profiles.push_back(id);
        for (const auto& record : store_.merges) merges.push_back(record.merge.id);
        for (const auto& each : store_.prohibitions) prohibitions.push_back(each.what.id);
        observation.command = commandOf(*item.decision, profiles, merges, prohibitions);
    }
    return observation;
}

std::vector<model::Observation> Program::accepted() const {
    auto accepted = accepted_;
    std::erase_if(accepted, [&](const model::Observation& each) {
        return store_.isErased(store_.observations.at(each.origin->row));
    });
    return accepted;
}

Picture Program::picture() const {
    return pictureOf(store_, kHistoryStart + std::chrono::milliseconds{kPictureAt});
}

base::ProfileId Program::profile(int number) const {
    const auto wanted = static_cast<std::size_t>(number);
    if (wanted > store_.profiles.size()) return {};
    return std::next(store_.profiles.begin(), number - 1)->first;
}

int Program::numberOf(base::ProfileId id) const {
    const auto at = store_.profiles.find(id);
    return at == store_.profiles.end() ? 0 : static_cast<int>(std::distance(store_.profiles.begin(), at)) + 1;
}

PlainOutcome Program::plain(const model::Outcome& outcome) const {
    PlainOutcome plain;
    plain.result = model::resultName(outcome.result);
    plain.profile = numberOf(outcome.profile);
    plain.version = outcome.version;
    for (const auto absorbed : outcome.absorbed) plain.absorbed.push_back(numberOf(absorbed));
    for (const auto& refusal : outcome.refused) {
        plain.refused.insert(std::string(model::refusalCodeName(refusal.code)) + " " +
                             nameOf(refusal.identifier));
    }
    return plain;
}

int Program::lastHome() const {
    return numberOf(store_.observations.at(accepted_.back().origin->row));
}

}  // namespace kith::test
