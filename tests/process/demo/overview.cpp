// SPDX-License-Identifier: Apache-2.0
#include "tests/process/demo/overview.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace kith::test {
namespace {

using Json = nlohmann::json;

Json get(http::Client& client, const std::string& path) {
    const auto answer = client.send({"GET", path, "", {}});
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return Json::parse(answer.body);
}

void eachItem(http::Client& client, const std::string& path, const std::function<void(const Json&)>& take) {
    std::string cursor;
    do {
        const auto page = get(client, path + "limit=500" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& item : page["items"]) take(item);
        cursor = page["next_cursor"].is_null() ? "" : page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
}

std::string pair(const Json& a, const Json& b) {
    return a.get<std::string>() + ' ' + b.get<std::string>();
}

void addProfile(const Json& profile, Overview& out) {
    out.profiles[profile["id"]] = {profile["version"], profile["activity"]["total"]};
    if (profile["known"].get<bool>()) ++out.known;
    out.sources.insert(profile["source"]["type"]);
    for (const auto& [channel, counts] : profile["activity"]["by_channel"].items())
        for (const auto& [status, count] : counts.items()) out.statuses.insert(channel + ' ' + status);
    for (const auto& [channel, panel] : profile["channels"].items())
        if (!panel.empty()) out.panels.insert(channel);
    for (const auto& [key, value] : profile["fields"].items()) out.fields.insert(key);
    for (const auto& each : profile["subscriptions"])
        out.subscriptions.insert(pair(each["category"], each["state"]));
    for (const auto& each : profile["identifiers"]) {
        out.identifiers.insert(pair(each["type"], each["role"]));
        if (each["endpoint"].is_null()) continue;
        out.states.insert(pair(each["type"], each["endpoint"]["state"]));
        for (const auto& state : each["endpoint"]["states"]) {
            if (!state["lifted"].is_null())
                out.liftings.insert(state["state"].get<std::string>() + " by " +
                                    state["lifted"]["by"].get<std::string>());
        }
    }
}

void addActivity(const Json& activity, Overview& out) {
    if (activity.contains("repeat") && !activity["repeat"].is_null())
        out.repeats.insert(activity["repeat"]["cause"]);
    for (const auto& entry : activity["status_history"])
        if (!entry["machine"].is_null()) out.machines.insert(entry["machine"]);
}

}  // namespace

Overview readOverview(http::Client& client) {
    Overview out;
    eachItem(client, "/v1/profiles?known=any&", [&](const Json& person) {
        const auto path = "/v1/profiles/" + person["id"].get<std::string>();
        addProfile(get(client, path), out);
        eachItem(client, path + "/activity?", [&](const Json& activity) { addActivity(activity, out); });
        const auto identity = get(client, path + "/identity");
        for (const auto& refusal : identity["refusals"]) out.refusals.insert(refusal["code"]);
        for (const auto& merge : identity["merges"]) out.rules.insert(merge["rule"]);
    });
    eachItem(client, "/v1/duplicates?", [&](const Json& candidate) {
        for (const auto& reason : candidate["reasons"]) out.duplicates.insert(reason["code"]);
    });
    return out;
}

}  // namespace kith::test
