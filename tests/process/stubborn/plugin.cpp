// SPDX-License-Identifier: Apache-2.0
// A plugin that says when it is stopped and destroyed, and never returns from the call that its options name.
#include <kith/sdk.hpp>

#include <string>
#include <thread>

namespace {

namespace sdk = kith::sdk;

class Stubborn final : public sdk::Plugin, public sdk::Channel {
public:
    explicit Stubborn(const sdk::Host& host) : host_(host) {}
    ~Stubborn() override { reach("destroy"); }

    void start() override {
        if (hangsIn("fail")) throw sdk::Failure(sdk::Status::Plugin, "not_today", "Not today.");
        reach("start");
    }
    void stop() override { reach("stop"); }
    sdk::Channel* channel() override { return this; }

    sdk::Response handle(std::size_t /*route*/, const sdk::Request& /*request*/) override {
        reach("handle");
        return sdk::Response::text(std::string(host_.baseUrl()) + " " + std::string(host_.channelUrl()));
    }

private:
    [[nodiscard]] bool hangsIn(std::string_view call) const {
        return host_.options().find('"' + std::string(call) + '"') != std::string_view::npos;
    }

    void reach(std::string_view call) const {
        host_.log(sdk::LogLevel::Info, "reached", {{"call", call}, {"of", std::string_view(NAME)}});
        while (hangsIn(call)) std::this_thread::sleep_for(std::chrono::hours(1));
    }

    const sdk::Host& host_;
};

constexpr kith_channel kChannel = sdk::ChannelInfo{.name = NAME};
constexpr kith_route kRoutes[] = {sdk::Route{.method = "GET", .path = "urls", .right = sdk::Right::None}};
constexpr sdk::Declaration kDeclaration{.id = NAME,
                                        .version = "1.0.0",
                                        .channel = &kChannel,
                                        .routes = kRoutes,
                                        .optionsSchema = R"({"type": "object", "properties": {
        "in": {"type": "string", "enum": ["nothing", "fail", "start", "handle", "stop", "destroy"],
               "default": "nothing"}}})"};

}  // namespace

KITH_EXPORT_PLUGIN(Stubborn, kDeclaration);
