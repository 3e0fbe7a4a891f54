// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/channel.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/plugins/abi.hpp"
#include "core/plugins/session.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;

constexpr kith_role kRoleNotTold = 0;
constexpr std::size_t kMostErased = 100'000;
constexpr std::size_t kMaxCursor = std::size_t{64} * 1024;

kith_role roleOf(model::Role role) noexcept {
    switch (role) {
        case model::Role::Identifying:
            return KITH_ROLE_IDENTIFYING;
        case model::Role::Shared:
            return KITH_ROLE_SHARED;
        case model::Role::Claimed:
            return KITH_ROLE_CLAIMED;
    }
    return kRoleNotTold;
}

kith_identifier toAbi(const model::Identifier& identifier, std::string_view given, kith_role role) noexcept {
    return {sizeof(kith_identifier), role, raw(identifier.type), raw(identifier.value), raw(given)};
}

/// Items of a group in the form of the boundary, and the identifiers that they point to.
class Group {
public:
    explicit Group(std::span<const pipeline::ParticipantItem> items) : identifiers_(items.size()) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto& item = items[i];
            const auto& source = *item.source;
            for (const auto& seen : source.identifiers) {
                identifiers_[i].push_back(toAbi(seen.identifier, seen.given, kRoleNotTold));
            }
            applied_.push_back({sizeof(kith_applied),
                                source.origin->attested ? kith_evidence{KITH_EVIDENCE_ATTESTED}
                                                        : kith_evidence{KITH_EVIDENCE_CLAIMED},
                                item.profile.value, item.home.value, item.observation.value,
                                base::toMillis(source.origin->observedAt), raw(item.payload),
                                identifiers_[i].data(), static_cast<std::uint32_t>(identifiers_[i].size()),
                                0});
        }
    }

    [[nodiscard]] const std::vector<kith_applied>& applied() const noexcept { return applied_; }

private:
    std::vector<std::vector<kith_identifier>> identifiers_;
    std::vector<kith_applied> applied_;
};

/// People in the form of the boundary, and what they point to.
class People {
public:
    explicit People(std::span<const model::Person> people)
        : homes_(people.size()), identifiers_(people.size()) {
        for (std::size_t i = 0; i < people.size(); ++i) {
            const auto& person = people[i];
            for (const auto home : person.homes) homes_[i].push_back(home.value);
            for (const auto& each : person.identifiers) {
                identifiers_[i].push_back(toAbi(each.identifier, each.given, roleOf(each.role)));
            }
            profiles_.push_back({sizeof(kith_profile), static_cast<std::uint32_t>(homes_[i].size()),
                                 person.id.value, homes_[i].data(), identifiers_[i].data(),
                                 static_cast<std::uint32_t>(identifiers_[i].size()), 0});
        }
    }

    [[nodiscard]] const std::vector<kith_profile>& profiles() const noexcept { return profiles_; }

private:
    std::vector<std::vector<std::int64_t>> homes_;
    std::vector<std::vector<kith_identifier>> identifiers_;
    std::vector<kith_profile> profiles_;
};

template <class Items>
std::uint32_t countOf(const Items& items) noexcept {
    return static_cast<std::uint32_t>(items.size());
}

}  // namespace

void PluginChannel::apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) {
    if (!has(&kith_channel_functions::apply) || items.empty()) return;
    const Group group(items);
    SessionHandle handle(session);
    CallSink sink(0);
    plugin_.call("apply", sink, [&](void* instance, const Functions& functions) {
        return functions.channel.apply(instance, handle.abi(), group.applied().data(), countOf(items),
                                       sink.abi());
    });
}

void PluginChannel::merged(soci::session& session, std::span<const pipeline::ParticipantMerge> merges) {
    tell("merged", &kith_channel_functions::merged, session, merges);
}

void PluginChannel::undone(soci::session& session, std::span<const pipeline::ParticipantMerge> merges) {
    tell("undone", &kith_channel_functions::undone, session, merges);
}

void PluginChannel::tell(std::string_view call, Telling function, soci::session& session,
                         std::span<const pipeline::ParticipantMerge> merges) {
    if (!has(function) || merges.empty()) return;
    std::vector<kith_merge> all;
    for (const auto& each : merges) {
        all.push_back({sizeof(kith_merge), 0, each.survivor.value, each.absorbed.value});
    }
    SessionHandle handle(session);
    CallSink sink(0);
    plugin_.call(call, sink, [&](void* instance, const Functions& functions) {
        return (functions.channel.*function)(instance, handle.abi(), all.data(), countOf(all), sink.abi());
    });
}

std::size_t PluginChannel::erase(soci::session& session, const model::Person& person, std::size_t most) {
    if (!plugin_.isRunning()) {
        throw base::Error(base::ErrorCode::Unavailable, "The plugin " + plugin_.id() + " is not running.");
    }
    if (!has(&kith_channel_functions::erase)) return 0;
    const People one(std::span(&person, 1));
    SessionHandle handle(session);
    CallSink sink(0);
    std::uint32_t removed = 0;
    plugin_.call("erase", sink, [&](void* instance, const Functions& functions) {
        return functions.channel.erase(instance, handle.abi(), one.profiles().data(),
                                       static_cast<std::uint32_t>(std::min(most, kMostErased)), &removed,
                                       sink.abi());
    });
    return removed;
}

template <class Work>
std::vector<json> PluginChannel::objects(std::string_view call, std::size_t count, Work&& work) const {
    CallSink sink(count);
    std::vector<json> out(count);
    try {
        plugin_.call(call, sink, [&](void* instance, const Functions& functions) {
            return std::forward<Work>(work)(instance, functions.channel, sink.abi());
        });
        for (std::size_t i = 0; i < count; ++i) {
            const auto& text = sink.texts()[i];
            if (text.empty()) continue;
            out[i] = json::parse(text, nullptr, false);
            if (!out[i].is_object()) plugin_.fail(call, "it wrote something that is no JSON object");
        }
    } catch (const base::Error&) {
        return {};  // Counted and logged where it was thrown; a view without it is better than none.
    }
    return out;
}

std::vector<json> PluginChannel::panel(soci::session& session, std::span<const model::Person> people) const {
    std::vector<json> nothing(people.size());
    if (!has(&kith_channel_functions::panel) || people.empty()) return nothing;
    const People all(people);
    SessionHandle handle(session);
    auto panels = objects("panel", people.size(),
                          [&](void* instance, const kith_channel_functions& functions, const kith_sink* out) {
                              return functions.panel(instance, handle.abi(), all.profiles().data(),
                                                     countOf(people), out);
                          });
    return panels.empty() ? nothing : panels;
}

void PluginChannel::annotate(soci::session& session, const model::Person& person, json& activities) const {
    if (!annotates() || activities.empty()) return;
    const People one(std::span(&person, 1));
    const auto text = activities.dump();
    SessionHandle handle(session);
    const auto added =
        objects("annotate", activities.size(),
                [&](void* instance, const kith_channel_functions& functions, const kith_sink* out) {
                    return functions.annotate(instance, handle.abi(), one.profiles().data(), raw(text), out);
                });
    for (std::size_t i = 0; i < added.size(); ++i) {
        for (const auto& [name, value] : added[i].items()) activities[i].emplace(name, value);
    }
}

ExportedPart PluginChannel::exported(soci::session& session, const model::Person& person,
                                     std::string_view cursor) const {
    const People one(std::span(&person, 1));
    SessionHandle handle(session);
    CallSink sink(2);
    plugin_.call("exported", sink, [&](void* instance, const Functions& functions) {
        return functions.channel.exported(instance, handle.abi(), one.profiles().data(),
                                          cursor.empty() ? kith_str{} : raw(cursor), sink.abi());
    });
    ExportedPart part{nlohmann::ordered_json::parse(sink.texts()[0], nullptr, false),
                      std::move(sink.texts()[1])};
    if (!part.lists.is_object()) plugin_.fail("exported", "it wrote something that is no JSON object");
    for (const auto& [name, list] : part.lists.items()) {
        if (!list.is_array()) plugin_.fail("exported", "a member of what it wrote is no list");
    }
    if (part.next.size() > kMaxCursor || (!part.next.empty() && part.next == cursor)) {
        plugin_.fail("exported", "it does not say where it goes on");
    }
    return part;
}

}  // namespace kith::plugins
