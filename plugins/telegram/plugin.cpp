// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include <kith/sdk.hpp>
#include <kith/sdk/export.hpp>
#include <kith/sdk/soci.hpp>

#include "channel.hpp"
#include "config.hpp"
#include "embedded.hpp"
#include "identifier.hpp"

namespace kith::telegram {
namespace {

namespace sdk = kith::sdk;

class Plugin final : public sdk::Plugin {
public:
    explicit Plugin(const sdk::Host& host) : channel_(host, readConfig(host.options())) {
        if (sodium_init() < 0) throw sdk::Failure(sdk::Status::Plugin, "sodium", "libsodium can't be used.");
    }
    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t) const override {
        return &chats_;
    }
    [[nodiscard]] sdk::Channel* channel() override { return &channel_; }

private:
    ChatSource chats_;
    Channel channel_;
};

constexpr kith_identifier_type kTypes[] = {sdk::IdentifierType{
    .name = "telegram", .identifierClass = sdk::IdentifierClass::Linking, .limit = 3, .matchingOrder = 300}};
constexpr kith_channel kChannel =
    sdk::ChannelInfo{.name = "telegram",
                     .statuses = KITH_ACTIVITY_SENT | KITH_ACTIVITY_DELIVERED | KITH_ACTIVITY_UNDELIVERED,
                     .endpointTypes = sdk::names<"telegram">()};
constexpr kith_route kRoutes[] = {
    sdk::Route{.method = "POST", .path = "updates/{bot}", .right = sdk::Right::None, .bodyLimit = 256 * 1024},
    sdk::Route{.method = "POST", .path = "links", .right = sdk::Right::Write, .bodyLimit = 8 * 1024},
    sdk::Route{.method = "GET", .path = "bots", .right = sdk::Right::Read},
};
constexpr kith_str kExtensions[] = {sdk::kSociSession};
constexpr sdk::Declaration kDeclaration{.id = "telegram",
                                        .version = "1.0.0",
                                        .identifierTypes = kTypes,
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .migrations = embedded::kMigrations,
                                        .extensions = kExtensions,
                                        .optionsSchema = embedded::kOptionsJson};

}  // namespace
}  // namespace kith::telegram

KITH_EXPORT_PLUGIN(kith::telegram::Plugin, kith::telegram::kDeclaration);
