// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <charconv>
#include <kith/sdk/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "receipt.hpp"

namespace kith::push {
namespace {

using kith::sdk::Evidence;
using kith::sdk::Failure;
using kith::sdk::Response;
using nlohmann::json;

Evidence evidenceOf(RouteIndex route) {
    const bool claim = route == RouteIndex::ClaimToken || route == RouteIndex::ClaimSubscription ||
                       route == RouteIndex::ClaimReceipts;
    return claim ? Evidence::Claimed : Evidence::Attested;
}

/// Where in a request's body stands what the observation made of it says at `pointer`; empty where the body
/// has no such place.
std::string pointerInBody(std::string_view pointer) {
    constexpr std::string_view identifiers = "/identifiers/", message = "/activities/0/message",
                               fields = "/fields/";
    if (pointer == "/observed_at") return "/at";
    if (pointer == "/identifiers") return std::string(pointer);
    if (pointer.starts_with(message)) return "/message" + std::string(pointer.substr(message.size()));
    if (pointer.starts_with(fields)) return "/" + std::string(pointer.substr(fields.size()));
    if (!pointer.starts_with(identifiers)) return {};
    pointer.remove_prefix(identifiers.size());
    std::size_t place = 0;
    const auto [rest, error] = std::from_chars(pointer.data(), pointer.data() + pointer.size(), place);
    // The first is the token itself, which was checked before.
    if (error != std::errc{} || place == 0) return {};
    return std::string(identifiers) + std::to_string(place - 1) +
           std::string(rest, pointer.data() + pointer.size());
}

/// The result document of an observation as the caller is told it: it points into what they sent.
json told(const std::string& text, Evidence evidence) {
    const kith::sdk::Result result(text);
    // That another receipt of the same send came before is for nobody who may only claim: it would say
    // whether somebody got or opened it.
    if (evidence == Evidence::Claimed && result.isRepeat()) return {{"result", "accepted"}};
    auto document = result.document();
    for (const auto* list : {"/warnings", "/problem/errors"}) {
        const json::json_pointer at(list);
        if (!document.contains(at)) continue;
        for (auto& each : document[at]) each["pointer"] = pointerInBody(each.value("pointer", ""));
    }
    return document;
}

}  // namespace

Registration Channel::readRegistration(RouteIndex route, const json& body, bool attested) {
    switch (route) {
        case RouteIndex::DropToken:
            return readDrop(body, "push_token");
        case RouteIndex::DropSubscription:
            return readDrop(body, "web_push");
        case RouteIndex::ClaimSubscription:
        case RouteIndex::AddSubscription:
            return readSubscription(body, attested);
        default:
            return readToken(body, attested);
    }
}

Response Channel::handle(std::size_t index, const kith::sdk::Request& request) {
    const auto route = static_cast<RouteIndex>(index);
    const auto evidence = evidenceOf(route);
    if (route == RouteIndex::ClaimReceipts || route == RouteIndex::AddReceipts)
        return takeReceipts(request, evidence);
    const auto registration =
        readRegistration(route, parseBody(request.body()), evidence == Evidence::Attested);
    const auto observation = registration.observation.dump();
    const auto payload = registration.device.dump();
    auto text = told(host_.observe({.json = observation, .evidence = evidence, .payload = payload}, &request),
                     evidence)
                    .dump();
    if (const kith::sdk::Result result(text); result.isRejected()) throw result.failure();
    return Response::json(std::move(text));
}

Response Channel::takeReceipts(const kith::sdk::Request& request, Evidence evidence) const {
    const auto receipts = receiptsOf(parseBody(request.body()));
    std::vector<std::string> observations;
    std::vector<json> results(receipts.size());
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        try {
            observations.push_back(observationOf(receipts[i], evidence, config_.deadTokenErrors).dump());
            places.push_back(i);
        } catch (const Failure& failure) {
            // One wrong receipt never takes its neighbours along.
            results[i] = kith::sdk::rejectedResult(failure);
        }
    }
    std::vector<kith::sdk::Observation> items;
    for (const auto& observation : observations) items.push_back({.json = observation, .evidence = evidence});
    const auto answers = items.empty() ? std::vector<std::string>{} : host_.observe(items, &request);
    for (std::size_t i = 0; i < answers.size(); ++i) results[places[i]] = told(answers[i], evidence);
    host_.count("receipts_total", {}, static_cast<double>(receipts.size()));
    return Response::json(json{{"results", results}}.dump());
}

void Channel::apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    store_.apply(session, items);
}

void Channel::panel(kith::sdk::Session session,
                    kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                    kith::sdk::ObjectSink out) {
    store_.panel(session, profiles, out);
}

std::size_t Channel::erase(kith::sdk::Session session, const kith::sdk::Profile& person, std::size_t most) {
    return store_.erase(session, person, most);
}

std::string Channel::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                              std::string_view cursor, kith::sdk::ObjectSink out) {
    return store_.exported(session, person, cursor, out);
}

}  // namespace kith::push
