// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/pipeline/participant.hpp"
#include "core/plugins/plugin.hpp"

namespace kith::plugins {

struct PersonIdentifier {
    model::Identifier identifier;
    std::string given;
    model::Role role = model::Role::Identifying;
};

/// A live profile, as a channel may ask for it.
struct Person {
    base::ProfileId id;
    std::vector<base::ProfileId> homes = {};  ///< Its own id among them.
    std::vector<PersonIdentifier> identifiers = {};
};

/// The channel of one plugin. Nothing of it is called unless the plugin runs. Thread-safe; apply and merged
/// as Participant says.
class PluginChannel final : public pipeline::Participant {
public:
    static constexpr std::size_t kMaxActivities = 500;

    explicit PluginChannel(const Plugin& plugin) : plugin_(plugin) {}

    [[nodiscard]] const ChannelInfo& info() const noexcept { return *plugin_.descriptor().channel; }

    /// The id of the plugin, by which payloads name it.
    [[nodiscard]] std::string_view name() const override { return plugin_.id(); }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override;
    void merged(soci::session& session, std::span<const pipeline::ParticipantMerge> merges) override;

    /// What the channel adds about each person: an object, or null. All null if the plugin fails: that is
    /// counted and logged, and people are shown without it. `session` only reads.
    [[nodiscard]] std::vector<nlohmann::json> panel(soci::session& session,
                                                    std::span<const Person> people) const;

    /// Whether it has anything to add to activities at all.
    [[nodiscard]] bool annotates() const noexcept { return has(&kith_channel_functions::annotate); }

    /// Adds members to activities (an array of the API's objects, at most kMaxActivities, all of this channel
    /// and person); those that an activity has already stay. Leaves them as they are if the plugin fails.
    void annotate(soci::session& session, const Person& person, nlohmann::json& activities) const;

private:
    /// Whether that function may be called: the plugin has it, and runs.
    template <class Function>
    [[nodiscard]] bool has(Function kith_channel_functions::*function) const noexcept {
        return plugin_.isRunning() && plugin_.descriptor().functions.channel.*function != nullptr;
    }

    /// One object or null per output; nothing if the plugin failed.
    template <class Work>
    [[nodiscard]] std::vector<nlohmann::json> objects(std::string_view call, std::size_t count,
                                                      Work&& work) const;

    const Plugin& plugin_;
};

}  // namespace kith::plugins
