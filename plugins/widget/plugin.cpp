// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk.hpp>
#include <kith/sdk/export.hpp>
#include <kith/sdk/soci.hpp>

#include "channel.hpp"
#include "embedded.hpp"
#include "identifier.hpp"

namespace kith::widget {
namespace {

namespace sdk = kith::sdk;

class Plugin final : public sdk::Plugin {
public:
    explicit Plugin(const sdk::Host& host) : channel_(host) {}
    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t) const override {
        return &cookies_;
    }
    [[nodiscard]] sdk::Channel* channel() override { return &channel_; }

private:
    CookieSource cookies_;
    Channel channel_;
};

constexpr kith_identifier_type kTypes[] = {sdk::IdentifierType{
    .name = "cookie", .identifierClass = sdk::IdentifierClass::Moving, .limit = 100, .matchingOrder = 700}};
constexpr kith_channel kChannel = sdk::ChannelInfo{
    .name = "widget", .statuses = KITH_ACTIVITY_DELIVERED | KITH_ACTIVITY_CLOSED | KITH_ACTIVITY_CLICKED};
constexpr kith_route kRoutes[] = {
    sdk::Route{.method = "GET", .path = "widget.js", .right = sdk::Right::None},
    sdk::Route{.method = "POST", .path = "events", .right = sdk::Right::Public, .bodyLimit = 64 * 1024},
    sdk::Route{.method = "GET", .path = "definitions", .right = sdk::Right::Read},
    sdk::Route{
        .method = "PUT", .path = "definitions/{id}", .right = sdk::Right::Write, .bodyLimit = 16 * 1024},
    sdk::Route{.method = "DELETE", .path = "definitions/{id}", .right = sdk::Right::Write},
};
constexpr kith_str kExtensions[] = {sdk::kSociSession};
constexpr sdk::Declaration kDeclaration{.id = "widget",
                                        .version = "1.0.0",
                                        .identifierTypes = kTypes,
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .migrations = embedded::kMigrations,
                                        .extensions = kExtensions};

}  // namespace
}  // namespace kith::widget

KITH_EXPORT_PLUGIN(kith::widget::Plugin, kith::widget::kDeclaration);
