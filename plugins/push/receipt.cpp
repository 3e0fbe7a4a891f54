// SPDX-License-Identifier: Apache-2.0
#include "receipt.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/sdk.hpp>
#include <kith/sdk/json.hpp>

namespace kith::push {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using kith::sdk::Violation;
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
constexpr std::array<std::string_view, 7> kMembers = {"id", "token",   "endpoint", "status",
                                                      "at", "message", "error"};

std::string text(const json& receipt, const char* name, std::size_t most, std::vector<Violation>& wrong) {
    const auto at = receipt.find(name);
    if (at == receipt.end() || at->is_null()) return {};
    if (!at->is_string() || at->get_ref<const std::string&>().size() > most) {
        wrong.push_back(
            {kith::sdk::pointerTo(name), "invalid", "A text of at most " + std::to_string(most) + " bytes."});
        return {};
    }
    return at->get<std::string>();
}

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
    std::vector<Violation> wrong;
    if (!receipt.is_object())
        throw Failure(Status::InvalidInput, {{"", "invalid", "A receipt is an object."}});
    for (const auto& [name, value] : receipt.items()) {
        if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
            wrong.push_back({kith::sdk::pointerTo(name), "unknown_member", "There is no such member."});
        }
    }
    const auto id = text(receipt, "id", kMaxId, wrong);
    const auto token = text(receipt, "token", 512, wrong);
    const auto endpoint = text(receipt, "endpoint", 512, wrong);
    const auto given = text(receipt, "status", 20, wrong);
    const auto error = text(receipt, "error", 200, wrong);
    const auto at = text(receipt, "at", 64, wrong);
    const auto* status =
        std::find_if(kStatuses.begin(), kStatuses.end(), [&](auto& each) { return each.first == given; });
    if (id.empty()) wrong.push_back({"/id", "missing", "A receipt names the send that it is of."});
    if (token.empty() == endpoint.empty())
        wrong.push_back({"/token", "invalid", "Exactly one of token and endpoint."});
    if (status == kStatuses.end()) {
        wrong.push_back({"/status", "invalid", "One of sent, delivered, opened, dismissed, failed."});
    }
    if (!wrong.empty()) throw Failure(Status::InvalidInput, std::move(wrong));

    const json address = {{"type", token.empty() ? "web_push" : "push_token"},
                          {"value", token.empty() ? endpoint : token}};
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
