// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include <kith/sdk.hpp>

#include "channel.hpp"
#include "config.hpp"
#include "embedded.hpp"

namespace {

namespace sdk = kith::sdk;
namespace email = kith::email;

class EmailPlugin final : public sdk::Plugin {
public:
    explicit EmailPlugin(const sdk::Host& host)
        : EmailPlugin(host, email::readConfig(host.options(),
                                              [&](std::string_view key) { return host.hasCategory(key); })) {}

    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t) const override {
        return &addresses_;
    }
    [[nodiscard]] sdk::Channel* channel() override { return &channel_; }

private:
    EmailPlugin(const sdk::Host& host, email::Config config)
        : addresses_(config.domains), channel_(host, addresses_, std::move(config)) {}

    email::AddressNormalizer addresses_;
    email::EmailChannel channel_;
};

constexpr kith_identifier_type kIdentifierTypes[] = {
    sdk::IdentifierType{.name = "email",
                        .identifierClass = sdk::IdentifierClass::Linking,
                        .limit = 5,
                        .matchingOrder = 100,
                        .normalizerVersion = 1,
                        .blockedValues = sdk::names<"noreply@*", "test@example.com">()}};

constexpr kith_channel kChannel =
    sdk::ChannelInfo{.name = "email",
                     .statuses = KITH_ACTIVITY_QUEUED | KITH_ACTIVITY_SENT | KITH_ACTIVITY_DELAYED |
                                 KITH_ACTIVITY_UNCERTAIN | KITH_ACTIVITY_SKIPPED | KITH_ACTIVITY_DELIVERED |
                                 KITH_ACTIVITY_UNDELIVERED | KITH_ACTIVITY_READ | KITH_ACTIVITY_CLICKED |
                                 KITH_ACTIVITY_UNSUBSCRIBED | KITH_ACTIVITY_COMPLAINED,
                     .endpointTypes = sdk::names<"email">()};

// Amazon SNS labels its JSON text/plain, and bodies are known by what is in them: any media type.
constexpr kith_route kRoutes[] = {
    sdk::Route{.method = "POST", .path = "ses", .right = sdk::Right::None, .bodyLimit = 1024UL * 1024},
    sdk::Route{
        .method = "POST", .path = "sendgrid", .right = sdk::Right::None, .bodyLimit = 2UL * 1024 * 1024}};

constexpr kith_str kExtensions[] = {sdk::kSociSession};

constexpr sdk::Declaration kDeclaration{.id = "email",
                                        .version = "1.0.0",
                                        .identifierTypes = kIdentifierTypes,
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .migrations = embedded::kMigrations,
                                        .extensions = kExtensions,
                                        .optionsSchema = embedded::kOptionsJson};

}  // namespace

KITH_EXPORT_PLUGIN(EmailPlugin, kDeclaration);
