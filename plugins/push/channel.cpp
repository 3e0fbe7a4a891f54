// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "receipt.hpp"
#include "registration.hpp"

namespace push {
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

/// Values that came in as JSON text are valid UTF-8, so dumping them can't fail.
json problemOf(const Failure& failure) {
    auto errors = json::array();
    for (const auto& each : failure.violations()) {
        errors.push_back({{"pointer", each.pointer}, {"code", each.code}, {"detail", each.detail}});
    }
    return {{"result", "rejected"},
            {"problem",
             {{"type", "about:blank"},
              {"title", "Invalid input"},
              {"status", 400},
              {"code", "invalid_input"},
              {"detail", "The receipt is malformed."},
              {"errors", std::move(errors)}}}};
}

}  // namespace

Channel::Channel(const kith::sdk::Host& host) : host_(host), store_(host) {
    const auto options = json::parse(host.options());
    for (const auto& error : options.at("dead_token_errors")) deadErrors_.insert(error.get<std::string>());
}

Response Channel::handle(std::size_t index, const kith::sdk::Request& request) {
    const auto route = static_cast<RouteIndex>(index);
    const auto evidence = evidenceOf(route);
    if (route == RouteIndex::ClaimReceipts || route == RouteIndex::AddReceipts)
        return takeReceipts(request, evidence);
    const auto body = parseBody(request.body());
    const bool attested = evidence == Evidence::Attested;
    const auto at = request.receivedAtMs();
    Registration registration;
    if (route == RouteIndex::DropToken) {
        registration = readDrop(body, "push_token", at);
    } else if (route == RouteIndex::DropSubscription) {
        registration = readDrop(body, "web_push", at);
    } else if (route == RouteIndex::ClaimToken || route == RouteIndex::AddToken) {
        registration = readToken(body, at, attested);
    } else {
        registration = readSubscription(body, at, attested);
    }
    const auto observation = registration.observation.dump();
    const auto payload = registration.device.dump();
    return Response::json(
        host_.observe({.json = observation, .evidence = evidence, .payload = payload}, &request));
}

Response Channel::takeReceipts(const kith::sdk::Request& request, Evidence evidence) const {
    const auto receipts = receiptsOf(parseBody(request.body()));
    std::vector<std::string> observations;
    std::vector<json> results(receipts.size());
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        try {
            observations.push_back(observationOf(receipts[i], request.receivedAtMs(), deadErrors_).dump());
            places.push_back(i);
        } catch (const Failure& failure) {
            // One wrong receipt never takes its neighbours along.
            results[i] = problemOf(failure);
        }
    }
    std::vector<kith::sdk::Observation> items;
    for (const auto& observation : observations) items.push_back({.json = observation, .evidence = evidence});
    const auto answers = items.empty() ? std::vector<std::string>{} : host_.observe(items, &request);
    for (std::size_t i = 0; i < answers.size(); ++i) results[places[i]] = json::parse(answers[i]);
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

}  // namespace push
