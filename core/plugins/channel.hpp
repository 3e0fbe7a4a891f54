// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/person.hpp"
#include "core/pipeline/participant.hpp"
#include "core/plugins/plugin.hpp"

namespace kith::plugins {

/// A part of what a plugin holds about a person: lists of rows, in the plugin's order.
struct ExportedPart {
    nlohmann::ordered_json lists;
    std::string next;  ///< Where the next part begins; empty in the last.
};

/// The channel of one plugin. Nothing of it is called unless the plugin runs. Thread-safe; apply, merged,
/// undone and erase as Participant says.
class PluginChannel final : public pipeline::Participant {
public:
    static constexpr std::size_t kMaxActivities = 500;

    explicit PluginChannel(const Plugin& plugin) : plugin_(plugin) {}

    [[nodiscard]] const ChannelInfo& info() const noexcept { return *plugin_.descriptor().channel; }

    /// The id of the plugin, by which payloads name it.
    [[nodiscard]] std::string_view name() const override { return plugin_.id(); }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override;
    void merged(soci::session& session, std::span<const pipeline::ParticipantMerge> merges) override;
    void undone(soci::session& session, std::span<const pipeline::ParticipantMerge> merges) override;
    /// None of an older plugin that can't. Throws Error{Unavailable} unless the plugin runs: its rows are
    /// there.
    [[nodiscard]] std::size_t erase(soci::session& session, const model::Person& person,
                                    std::size_t most) override;

    /// What the channel adds about each person: an object, or null. All null if the plugin fails: that is
    /// counted and logged, and people are shown without it. `session` only reads.
    [[nodiscard]] std::vector<nlohmann::json> panel(soci::session& session,
                                                    std::span<const model::Person> people) const;

    /// Whether it has anything to add to activities at all.
    [[nodiscard]] bool annotates() const noexcept { return has(&kith_channel_functions::annotate); }

    /// Adds members to activities (an array of the API's objects, at most kMaxActivities, all of this channel
    /// and person); those that an activity has already stay. Leaves them as they are if the plugin fails.
    void annotate(soci::session& session, const model::Person& person, nlohmann::json& activities) const;

    /// Whether it can tell what it holds about a person.
    [[nodiscard]] bool exports() const noexcept { return has(&kith_channel_functions::exported); }

    /// A part of that; the first for an empty `cursor`. Throws what goes wrong: a part that is missing must
    /// not go unnoticed. `session` only reads.
    [[nodiscard]] ExportedPart exported(soci::session& session, const model::Person& person,
                                        std::string_view cursor) const;

private:
    /// Whether that function may be called: the plugin has it, and runs.
    template <class Function>
    [[nodiscard]] bool has(Function kith_channel_functions::*function) const noexcept {
        return plugin_.isRunning() && plugin_.descriptor().functions.channel.*function != nullptr;
    }

    using Telling = decltype(kith_channel_functions::merged) kith_channel_functions::*;
    void tell(std::string_view call, Telling function, soci::session& session,
              std::span<const pipeline::ParticipantMerge> merges);

    /// One object or null per output; nothing if the plugin failed.
    template <class Work>
    [[nodiscard]] std::vector<nlohmann::json> objects(std::string_view call, std::size_t count,
                                                      Work&& work) const;

    const Plugin& plugin_;
};

}  // namespace kith::plugins
