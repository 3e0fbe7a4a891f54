// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk.hpp>

#include "channel.hpp"
#include "config.hpp"
#include "embedded.hpp"

namespace {

namespace sdk = kith::sdk;

class Guestbook final : public sdk::Plugin {
public:
    explicit Guestbook(const sdk::Host& host) : channel_(host, guestbook::readConfig(host.options())) {}

    sdk::Channel* channel() override { return &channel_; }

private:
    guestbook::Channel channel_;
};

constexpr kith_channel kChannel = sdk::ChannelInfo{.name = "guestbook"};

constexpr kith_route kRoutes[] = {sdk::Route{.method = "POST",
                                             .path = "entries",
                                             .right = sdk::Right::Write,
                                             .bodyLimit = 64 * 1024,
                                             .mediaTypes = sdk::names<"application/json">()}};

constexpr kith_str kExtensions[] = {sdk::kSociSession};

constexpr sdk::Declaration kDeclaration{.id = "guestbook",
                                        .version = "1.0.0",
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .migrations = embedded::kMigrations,
                                        .extensions = kExtensions,
                                        .optionsSchema = embedded::kOptionsJson};

}  // namespace

KITH_EXPORT_PLUGIN(Guestbook, kDeclaration);
