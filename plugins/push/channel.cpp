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
using kith::sdk::Right;
using nlohmann::json;

bool attests(const kith::sdk::Request& request) {
    return request.right() == Right::Write || request.right() == Right::Admin;
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

Response Channel::handle(std::size_t route, const kith::sdk::Request& request) {
    if (static_cast<RouteIndex>(route) == RouteIndex::Receipts) return takeReceipts(request);
    const auto body = parseBody(request.body());
    const bool attested = attests(request);
    Registration registration;
    switch (static_cast<RouteIndex>(route)) {
        case RouteIndex::AddToken:
            registration = readToken(body, request.receivedAtMs(), attested);
            break;
        case RouteIndex::AddSubscription:
            registration = readSubscription(body, request.receivedAtMs(), attested);
            break;
        case RouteIndex::DropToken:
            registration = readDrop(body, "push_token", request.receivedAtMs());
            break;
        default:
            registration = readDrop(body, "web_push", request.receivedAtMs());
            break;
    }
    const auto observation = registration.observation.dump();
    const auto payload = registration.device.dump();
    return Response::json(host_.observe({.json = observation,
                                         .evidence = attested ? Evidence::Attested : Evidence::Claimed,
                                         .payload = payload},
                                        &request));
}

Response Channel::takeReceipts(const kith::sdk::Request& request) const {
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
    const auto evidence = attests(request) ? Evidence::Attested : Evidence::Claimed;
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
