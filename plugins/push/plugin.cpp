// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <kith/sdk.hpp>
#include <kith/sdk/export.hpp>
#include <kith/sdk/soci.hpp>

#include "channel.hpp"
#include "config.hpp"
#include "embedded.hpp"
#include "identifier.hpp"

namespace kith::push {
namespace {

namespace sdk = kith::sdk;

/// 128 bits in base64 without padding.
constexpr std::size_t kMinimumSecret = 22;

class Plugin final : public sdk::Plugin {
public:
    explicit Plugin(const sdk::Host& host) : channel_(host, readConfig(host.options())) {}
    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t type) const override {
        const std::array<const sdk::IdentifierSource*, 3> sources = {&tokens_, &subscriptions_, &devices_};
        return sources.at(type);
    }
    [[nodiscard]] sdk::Channel* channel() override { return &channel_; }

private:
    OpaqueSource tokens_{kMinimumToken};
    WebPushSource subscriptions_;
    OpaqueSource devices_{kMinimumSecret};
    Channel channel_;
};

constexpr kith_identifier_type kTypes[] = {
    sdk::IdentifierType{.name = "push_token",
                        .identifierClass = sdk::IdentifierClass::Moving,
                        .limit = 20,
                        .matchingOrder = 400},
    sdk::IdentifierType{.name = "web_push",
                        .identifierClass = sdk::IdentifierClass::Moving,
                        .limit = 20,
                        .matchingOrder = 500},
    sdk::IdentifierType{.name = "device_id",
                        .identifierClass = sdk::IdentifierClass::Moving,
                        .limit = 20,
                        .matchingOrder = 600},
};
constexpr kith_channel kChannel =
    sdk::ChannelInfo{.name = "push",
                     .statuses = KITH_ACTIVITY_SENT | KITH_ACTIVITY_DELIVERED | KITH_ACTIVITY_UNDELIVERED |
                                 KITH_ACTIVITY_CLOSED | KITH_ACTIVITY_CLICKED,
                     .endpointTypes = sdk::names<"push_token", "web_push">()};
constexpr std::uint64_t kBody = 16 * 1024;
constexpr std::uint64_t kReceipts = 1024 * 1024;
constexpr kith_route kRoutes[] = {
    sdk::Route{.method = "POST", .path = "tokens", .right = sdk::Right::Public, .bodyLimit = kBody},
    sdk::Route{.method = "PUT", .path = "tokens", .right = sdk::Right::Write, .bodyLimit = kBody},
    sdk::Route{.method = "DELETE", .path = "tokens", .right = sdk::Right::Write, .bodyLimit = kBody},
    sdk::Route{.method = "POST", .path = "subscriptions", .right = sdk::Right::Public, .bodyLimit = kBody},
    sdk::Route{.method = "PUT", .path = "subscriptions", .right = sdk::Right::Write, .bodyLimit = kBody},
    sdk::Route{.method = "DELETE", .path = "subscriptions", .right = sdk::Right::Write, .bodyLimit = kBody},
    sdk::Route{.method = "POST", .path = "receipts", .right = sdk::Right::Public, .bodyLimit = kReceipts},
    sdk::Route{.method = "PUT", .path = "receipts", .right = sdk::Right::Write, .bodyLimit = kReceipts},
};
constexpr kith_str kExtensions[] = {sdk::kSociSession};
constexpr sdk::Declaration kDeclaration{.id = "push",
                                        .version = "1.0.0",
                                        .identifierTypes = kTypes,
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .migrations = embedded::kMigrations,
                                        .extensions = kExtensions,
                                        .optionsSchema = embedded::kOptionsJson};

}  // namespace
}  // namespace kith::push

KITH_EXPORT_PLUGIN(kith::push::Plugin, kith::push::kDeclaration);
