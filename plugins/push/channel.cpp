// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <kith/sdk/json.hpp>
#include <string>
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
    auto text = host_.observe({.json = observation, .evidence = evidence, .payload = payload}, &request);
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

}  // namespace kith::push
