// SPDX-License-Identifier: Apache-2.0
// A plugin with the kit that throws in every call; the option `at` makes it throw earlier.
#include <kith/sdk.hpp>

#include <stdexcept>
#include <string>

namespace {

namespace sdk = kith::sdk;

[[noreturn]] void fail() {
    throw std::runtime_error("a text that nobody may see");
}

class Thrower final : public sdk::Plugin,
                      public sdk::IdentifierSource,
                      public sdk::FieldType,
                      public sdk::Channel {
public:
    explicit Thrower(const sdk::Host& host) : host_(host) {
        if (host_.options().find("\"create\"") != std::string_view::npos) fail();
        if (host_.options().find("\"refuse\"") != std::string_view::npos) {
            throw sdk::Failure(sdk::Status::Configuration, {{"/at", "refused", "This can't be refused."}});
        }
    }
    ~Thrower() override { host_.log(sdk::LogLevel::Info, "thrower_destroyed"); }
    Thrower(const Thrower&) = delete;
    Thrower& operator=(const Thrower&) = delete;

    void start() override {
        if (host_.options().find("\"start\"") != std::string_view::npos) fail();
    }
    void stop() override { fail(); }
    const sdk::IdentifierSource* identifierSource(std::size_t) const override { return this; }
    const sdk::FieldType* fieldType(std::size_t) const override { return this; }
    sdk::Channel* channel() override { return this; }

    sdk::Outcome<std::string> normalize(std::string_view) const override { fail(); }
    std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override {
        if (options.find("prepare") != std::string_view::npos) fail();
        return std::make_unique<Rule>();
    }
    sdk::Response handle(std::size_t route, const sdk::Request&) override {
        if (route == 1) throw sdk::Failure(sdk::Status::Conflict, "taken", "That name is taken.");
        if (route == 2) throw 42;
        fail();
    }
    void apply(sdk::Session, sdk::Sequence<sdk::Applied, kith_applied>) override { fail(); }
    void merged(sdk::Session, sdk::Sequence<sdk::Merge, kith_merge>) override { fail(); }
    void undone(sdk::Session, sdk::Sequence<sdk::Merge, kith_merge>) override { fail(); }
    void panel(sdk::Session, sdk::Sequence<sdk::Profile, kith_profile>, sdk::ObjectSink) override { fail(); }
    void annotate(sdk::Session, const sdk::Profile&, std::string_view, sdk::ObjectSink) override { fail(); }
    std::size_t erase(sdk::Session, const sdk::Profile&, std::size_t) override { fail(); }
    std::string exported(sdk::Session, const sdk::Profile&, std::string_view, sdk::ObjectSink) override {
        fail();
    }

private:
    struct Rule final : sdk::FieldRule {
        sdk::Outcome<sdk::Stored> validate(const sdk::Value&) const override { fail(); }
    };

    const sdk::Host& host_;
};

constexpr kith_identifier_type kTypes[] = {sdk::IdentifierType{.name = "thrown"}};
constexpr kith_field_type kFieldTypes[] = {sdk::FieldTypeInfo{
    .name = "thrown", .optionsSchema = R"({"type": "object", "properties": {"at": {"type": "string"}}})"}};
constexpr kith_channel kChannel = sdk::ChannelInfo{.name = "thrower"};
constexpr kith_route kRoutes[] = {sdk::Route{.method = "GET", .path = "it", .right = sdk::Right::None},
                                  sdk::Route{.method = "GET", .path = "conflict", .right = sdk::Right::None},
                                  sdk::Route{.method = "GET", .path = "number", .right = sdk::Right::None}};
constexpr sdk::Declaration kDeclaration{
    .id = "thrower",
    .version = "1.0.0",
    .identifierTypes = kTypes,
    .fieldTypes = kFieldTypes,
    .channel = &kChannel,
    .routes = kRoutes,
    .optionsSchema = R"({"type": "object", "properties": {"at": {"type": "string", "default": "call"}}})"};

}  // namespace

KITH_EXPORT_PLUGIN(Thrower, kDeclaration);
