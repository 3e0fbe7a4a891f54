// SPDX-License-Identifier: Apache-2.0
#include "receipt.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <kith/sdk.hpp>

#include "checker.hpp"

namespace kith::push {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::size_t kMaxReceipts = 500;
/// Leaves room for the status in the observation's id.
constexpr std::size_t kMaxId = 180;
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kStatuses = {
    {{"sent", "sent"},
     {"delivered", "delivered"},
     {"opened", "clicked"},
     {"dismissed", "closed"},
     {"failed", "undelivered"}}};
}  // namespace

json receiptsOf(const json& body) {
    if (!body.contains("receipts")) return json::array({body});
    const auto& receipts = body["receipts"];
    if (!receipts.is_array() || receipts.size() > kMaxReceipts || body.size() != 1) {
        throw Failure(Status::InvalidInput,
                      {{"/receipts", "invalid", "An array of at most 500 receipts, alone."}});
    }
    return receipts;
}

json observationOf(const json& receipt, kith::sdk::Evidence evidence,
                   const std::set<std::string>& deadErrors) {
    if (!receipt.is_object())
        throw Failure(Status::InvalidInput, {{"", "invalid", "A receipt is an object."}});
    Checker check(receipt);
    check.known({"id", "token", "endpoint", "status", "at", "message", "error"});
    const auto id = check.text("id", true, kMaxId);
    const auto token = check.text("token", false, 512);
    const auto endpoint = check.text("endpoint", false, 512);
    const auto given = check.text("status", true, 20);
    const auto error = check.text("error", false);
    const auto at = check.text("at", false);
    const auto* status =
        std::find_if(kStatuses.begin(), kStatuses.end(), [&](auto& each) { return each.first == given; });
    Address to;
    if (token.empty() == endpoint.empty()) {
        check.add("/token", "invalid", "Exactly one of token and endpoint.");
    } else {
        to = token.empty() ? check.address("web_push", endpoint, "/endpoint")
                           : check.address("push_token", token, "/token");
    }
    if (!given.empty() && status == kStatuses.end())
        check.add("/status", "invalid", "One of sent, delivered, opened, dismissed, failed.");
    check.finish();

    const json address = {{"type", to.type}, {"value", to.value}};
    json activity = {{"id", id},
                     {"channel", "push"},
                     {"kind", "message"},
                     {"status", status->second},
                     {"endpoint", address}};
    if (receipt.contains("message")) activity["message"] = receipt["message"];
    if (!error.empty()) activity["reason"] = error;
    const std::string kind = evidence == kith::sdk::Evidence::Attested ? "receipt:" : "claim:";
    json observation = {{"id", kind + id + ":" + given},
                        {"source", {{"type", "plugin"}, {"name", "push"}}},
                        {"identifiers", {address}},
                        {"activities", {std::move(activity)}}};
    if (!at.empty()) observation["observed_at"] = at;
    if (given == "failed" && deadErrors.contains(error)) {
        json state = address;
        state.update({{"state", "blacklisted"}, {"reason", "dead_token"}, {"detail", error}});
        observation["endpoints"] = {std::move(state)};
    }
    return observation;
}

}  // namespace kith::push
