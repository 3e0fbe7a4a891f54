// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "tests/property/plain_model.hpp"

namespace kith::test {
namespace {

/// By rank.
constexpr std::array kStatuses{"queued",      "sent",   "delayed", "uncertain", "skipped",      "delivered",
                               "undelivered", "closed", "read",    "clicked",   "unsubscribed", "complained"};

int rankOf(const std::string& status) {
    return static_cast<int>(std::find(kStatuses.begin(), kStatuses.end(), status) - kStatuses.begin());
}

}  // namespace

std::string PlainModel::Activity::latest(std::string Item::Activity::*member) const {
    const Said* newest = nullptr;
    for (const auto& each : said) {
        if ((each.what.*member).empty()) continue;
        if (newest == nullptr || newest->order <= each.order) newest = &each;
    }
    return newest == nullptr ? "" : newest->what.*member;
}

bool PlainModel::Activity::isOnlyClaimed() const {
    return std::none_of(said.begin(), said.end(), [](const Said& each) { return std::get<0>(each.order); });
}

/// `email/m1`
std::string PlainModel::Activity::name() const {
    return channel + "/" + (id.empty() ? "#" : id);
}

const PlainModel::Said* PlainModel::Activity::naming() const {
    const Said* named = nullptr;
    for (const auto& each : said) {
        if (each.what.endpoint && (named == nullptr || named->order <= each.order)) named = &each;
    }
    return named;
}

std::string PlainModel::Activity::kind() const {
    return latest(&Item::Activity::kind);
}

std::string PlainModel::Activity::status() const {
    std::string highest;
    for (const auto& each : said) {
        if (each.what.status.empty() || !each.what.machine.empty()) continue;
        if (highest.empty() || rankOf(each.what.status) > rankOf(highest)) highest = each.what.status;
    }
    return highest;
}

std::int64_t PlainModel::Activity::at() const {
    std::optional<std::int64_t> ofStatus;
    std::optional<std::int64_t> ofAny;
    for (const auto& each : said) {
        if (!ofAny || each.what.at < *ofAny) ofAny = each.what.at;
        if (!each.what.status.empty() && (!ofStatus || each.what.at < *ofStatus)) ofStatus = each.what.at;
    }
    return ofStatus ? *ofStatus : *ofAny;
}

std::string PlainModel::Activity::shown() const {
    std::string text = name() + " " + kind() + " at " + std::to_string(at());
    const auto give = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) text += " " + name + "=" + value;
    };
    give("event", latest(&Item::Activity::event));
    give("message", latest(&Item::Activity::messageId));
    give("name", latest(&Item::Activity::messageName));
    if (const auto* named = naming()) text += " to " + nameOf(*named->what.endpoint);
    if (!status().empty()) text += " " + status();
    return text;
}

std::string PlainModel::Activity::history() const {
    std::set<std::string> rows;
    for (const auto& one : said) {
        if (one.what.status.empty()) continue;
        std::int64_t first = one.what.at;
        std::int64_t last = one.what.at;
        const Said* reason = nullptr;
        for (const auto& other : said) {
            if (other.what.status != one.what.status || other.what.machine != one.what.machine) continue;
            first = std::min(first, other.what.at);
            last = std::max(last, other.what.at);
            if (other.what.reason.empty()) continue;
            if (reason == nullptr || reason->order < other.order) reason = &other;
        }
        rows.insert(one.what.status + one.what.machine + " " + std::to_string(first) + ".." +
                    std::to_string(last) + (reason == nullptr ? "" : " " + reason->what.reason));
    }
    std::string text;
    for (const auto& row : rows) text += "; " + row;
    return text;
}

std::set<std::string> PlainModel::namedByActivities() const {
    std::set<std::string> names;
    for (const auto& activity : activities_) {
        for (const auto& each : activity.said) {
            if (each.what.endpoint) names.insert(nameOf(*each.what.endpoint));
        }
    }
    return names;
}

std::set<std::string> PlainModel::namesOfTheErased() const {
    std::set<Name> ofTheErased;
    for (const auto& written : log_) {
        if (written.home == kNobody || !isErased(written.home)) continue;
        for (const auto& ref : mentionedBy(written.item)) ofTheErased.insert(nameOf(ref));
    }
    for (const auto& [home, name] : attached_) {
        if (isErased(home)) ofTheErased.insert(name);
    }
    return ofTheErased;
}

std::set<std::string> PlainModel::claimedOfTheErased() const {
    const auto ofTheErased = namesOfTheErased();
    std::set<std::string> claimed;
    for (const auto& activity : activities_) {
        const auto* naming = activity.naming();
        const bool isClaim = naming != nullptr && !std::get<0>(naming->order);
        if (isClaim && ofTheErased.contains(nameOf(*naming->what.endpoint))) claimed.insert(activity.name());
    }
    return claimed;
}

void PlainModel::note(const Step& step) {
    for (const auto& what : step.item.activities) {
        const auto same = std::find_if(activities_.begin(), activities_.end(), [&](const Activity& each) {
            return !what.id.empty() && each.channel == what.channel && each.id == what.id;
        });
        const Order order = log_.back().order(what.at);
        const Activity started{what.channel, what.id, step.home, {{what, order}}};
        if (same == activities_.end()) {
            activities_.push_back(started);
        } else if (step.item.attested && liveOf(same->home) != step.live && same->isOnlyClaimed()) {
            *same = started;
        } else if (step.item.attested || liveOf(same->home) == step.live) {
            same->said.push_back({what, order});
        }
    }
}

}  // namespace kith::test
