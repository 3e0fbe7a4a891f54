// SPDX-License-Identifier: Apache-2.0
// A plugin that decides what its caller tells it to: on one route for each right, and on one that answers
// what the server refused as it reached the plugin.
#include <kith/sdk.hpp>
#include <kith/sdk/json.hpp>

#include <string>
#include <utility>

namespace {

namespace sdk = kith::sdk;
using nlohmann::json;

constexpr std::size_t kTold = 0;

json refusalOf(const sdk::Failure& failure) {
    auto errors = json::array();
    for (const auto& each : failure.violations())
        errors.push_back({{"pointer", each.pointer}, {"code", each.code}, {"detail", each.detail}});
    return {{"status", static_cast<kith_status>(failure.status())}, {"errors", std::move(errors)}};
}

class Decides final : public sdk::Plugin {
public:
    explicit Decides(const sdk::Host& host) : commands_(host) {}

    sdk::Response handle(std::size_t route, const sdk::Request& request) override {
        if (route != kTold) return sdk::Response::json(commands_.carryOut(request.body(), &request));
        try {
            return sdk::Response::json(commands_.carryOut(request.body(), &request));
        } catch (const sdk::Failure& failure) {
            return sdk::Response::json(refusalOf(failure).dump());
        }
    }

private:
    sdk::Commands commands_;
};

constexpr std::uint64_t kMostBytes = 128 * 1024;
constexpr kith_route kRoutes[] = {
    sdk::Route{
        .method = "POST", .path = "/v1/decides/told", .right = sdk::Right::Write, .bodyLimit = kMostBytes},
    sdk::Route{
        .method = "POST", .path = "/v1/decides/public", .right = sdk::Right::Public, .bodyLimit = kMostBytes},
    sdk::Route{
        .method = "POST", .path = "/v1/decides/read", .right = sdk::Right::Read, .bodyLimit = kMostBytes},
    sdk::Route{
        .method = "POST", .path = "/v1/decides/none", .right = sdk::Right::None, .bodyLimit = kMostBytes}};
constexpr kith_str kExtensions[] = {sdk::kCommands};
constexpr sdk::Declaration kDeclaration{
    .id = "decides", .version = "1.0.0", .routes = kRoutes, .extensions = kExtensions};

}  // namespace

KITH_EXPORT_PLUGIN(Decides, kDeclaration);
