// SPDX-License-Identifier: Apache-2.0
// A channel whose panels and annotations go wrong in the database, in the way that the option `how` says.
#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

#include <stdexcept>
#include <string>

namespace {

namespace sdk = kith::sdk;

class Breaker final : public sdk::Plugin, public sdk::Channel {
public:
    explicit Breaker(const sdk::Host& host) : host_(host), soci_(host) {}

    sdk::Channel* channel() override { return this; }
    void apply(sdk::Session, sdk::Sequence<sdk::Applied, kith_applied>) override {}

    void panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile>,
               sdk::ObjectSink out) override {
        goWrong(session);
        out.put(0, does("array") ? "[1]" : "{\"broken\": false}");
    }
    void annotate(sdk::Session session, const sdk::Profile&, std::string_view, sdk::ObjectSink) override {
        goWrong(session);
    }

private:
    [[nodiscard]] bool does(const std::string& what) const {
        return host_.options().find('"' + what + '"') != std::string_view::npos;
    }

    void goWrong(sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            if (does("open") || does("spoil")) sql << "BEGIN";
            if (does("statement") || does("spoil")) sql << "SELECT broken FROM breaks_nowhere";
            if (does("write")) sql << "DELETE FROM profile";
            if (does("throw")) throw std::runtime_error("a text that nobody may see");
        });
    }

    const sdk::Host& host_;
    sdk::Soci soci_;
};

constexpr kith_channel kChannel = sdk::ChannelInfo{.name = "breaks"};
constexpr kith_str kExtensions[] = {sdk::kSociSession};
constexpr sdk::Declaration kDeclaration{
    .id = "breaks",
    .version = "1.0.0",
    .channel = &kChannel,
    .extensions = kExtensions,
    .optionsSchema = R"({"type": "object", "properties": {"how": {"type": "string"}}})"};

}  // namespace

KITH_EXPORT_PLUGIN(Breaker, kDeclaration);
