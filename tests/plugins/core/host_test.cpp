// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <kith/sdk/soci.hpp>

#include "core/plugins/abi.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using Catch::Matchers::Contains;
using test::request;
using test::Workbench;

struct Probed : Workbench {
    Probed() { run({Workbench::plugin("probe")}); }

    [[nodiscard]] std::string say(const std::string& what, std::string_view body = "",
                                  RouteRight right = RouteRight::Write,
                                  const std::string& path = "/channels/probe/ask/{what}") const {
        return ask(path, request(body, right, {{"what", what}})).body;
    }
    [[nodiscard]] base::ErrorCode refusal(const std::string& what, std::string_view body = "",
                                          RouteRight right = RouteRight::Write,
                                          const std::string& path = "/channels/probe/ask/{what}") const {
        try {
            (void)say(what, body, right, path);
        } catch (const base::Error& error) {
            return error.code();
        }
        FAIL("nothing was refused");
        return base::ErrorCode::Internal;
    }
};

TEST_CASE("a request arrives whole and its answer leaves whole", "[plugins]") {
    const Probed probed;
    const auto answer = probed.ask("/channels/probe/echo",
                                   request("a body", RouteRight::None, {{"q", ""}, {"x-in", "header"}}));
    CHECK(answer.status == 202);
    CHECK(answer.body == "POST a body  header");
    REQUIRE(answer.headers.size() == 1);
    CHECK(answer.headers[0].second == "192.0.2.1");
}

TEST_CASE("a plugin is told whether there is a category", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("category", "news") == "there");
    CHECK(probed.say("category", "") == "none");
}

TEST_CASE("a plugin learns the value under which people have an identifier", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("normalize", "email") == "Ann@x.org as it is kept");
    CHECK(probed.say("normalize", "shoe_size") == "nobody's");
}

TEST_CASE("optional capabilities are asked for by their ids, in both directions", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("extension", view(sdk::kSociSession)) == "there");
    CHECK(probed.say("extension", KITH_COMMANDS) == "there");
    CHECK(probed.say("extension", "kith.commands/2") == "none");
    CHECK(probed.say("extension", "kith.nothing/1") == "none");
    CHECK(probed.say("extension", "") == "none");

    const auto& plugin = *probed.manager.registry().routes().at(0).plugin;
    const auto askedFor = [&](std::string_view id) {
        const void* found = nullptr;
        CallSink sink(0);
        plugin.call("extension", sink, [&](void* instance, const Functions& functions) {
            found = functions.plugin.extension(instance, raw(id));
            return KITH_OK;
        });
        return static_cast<const int*>(found);
    };
    REQUIRE(askedFor("probe.answer/1") != nullptr);
    CHECK(*askedFor("probe.answer/1") == 42);
    CHECK(askedFor("probe.answer/2") == nullptr);
}

TEST_CASE("an observation can't be made, nor a URL fetched, while the thread holds a session", "[plugins]") {
    const Probed probed;
    CHECK(probed.refusal("observe_in_read") == base::ErrorCode::Conflict);
    CHECK(probed.services.observed.empty());
}

TEST_CASE(
    "a command is refused while the thread holds a session, if it is too large, and where callers only claim",
    "[plugins]") {
    const Probed probed;
    CHECK(probed.refusal("command_in_read") == base::ErrorCode::Conflict);
    CHECK(probed.refusal("command", std::string(64 * 1024 + 1, ' ')) == base::ErrorCode::TooLarge);
    const std::string open = "/v1/probe/{what}";
    for (const auto* how : {"command", "command_unasked"}) {
        CHECK(probed.refusal(how, "{}", RouteRight::Public) == base::ErrorCode::Forbidden);
        CHECK(probed.refusal(how, "{}", RouteRight::Read) == base::ErrorCode::Forbidden);
        CHECK(probed.refusal(how, "{}", RouteRight::Public, open) == base::ErrorCode::Forbidden);
        CHECK(probed.refusal(how, "{}", RouteRight::Write, open) == base::ErrorCode::Forbidden);
    }
    CHECK(probed.services.commands.empty());
}

TEST_CASE("a command reaches the server in the plugin's name, and its answer the plugin", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("command", R"({"command":"delete"})") == R"({"result":"done"})");
    CHECK(probed.say("command_unasked", "{}", RouteRight::None) == R"({"result":"done"})");
    CHECK(probed.services.commands == std::vector<std::string>{R"(probe {"command":"delete"})", "probe {}"});
}

TEST_CASE("the grade is capped by the right of the route and of the caller", "[plugins]") {
    Probed probed;
    const std::string open = "/v1/probe/{what}";
    // The public route has the index 2, and asks as the other one does.
    (void)probed.say("attested", "1");
    (void)probed.say("claimed", "2");
    (void)probed.say("attested", "3", RouteRight::Public, open);
    (void)probed.say("attested", "4", RouteRight::Write, open);
    (void)probed.say("attested", "5", RouteRight::Read);
    const auto& seen = probed.services.observed;
    REQUIRE(seen.size() == 5);
    CHECK(seen[0].attested);
    CHECK(seen[0].plugin == "probe");
    CHECK(seen[0].payload == "kept");
    CHECK_FALSE(seen[1].attested);
    CHECK(seen[1].payload == "none");
    CHECK_FALSE(seen[2].attested);
    CHECK_FALSE(seen[3].attested);
    CHECK_FALSE(seen[4].attested);
}

TEST_CASE("a public caller's plugin does not learn what became of the observation", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("attested", "{}", RouteRight::Public, "/v1/probe/{what}") == R"({"result":"accepted"})");
    CHECK_THAT(probed.say("attested", "{}"), Contains("profile_id"));
}

TEST_CASE("work on a writer is committed, or rolled back with what it threw", "[plugins]") {
    Probed probed;
    CHECK(probed.say("write") == "written");
    CHECK(probed.services.rows("written") == 1);
    CHECK(probed.say("write_and_throw") == "mine");
    CHECK(probed.services.rows("never") == 0);
}

TEST_CASE("a signed token comes back, until it expires", "[plugins]") {
    Probed probed;
    const auto token = probed.say("sign", "chat 42");
    CHECK(probed.say("verify", token) == "chat 42");
    CHECK(probed.say("verify", token + "A") == "not genuine");
    probed.clock.advance(std::chrono::seconds(2));
    CHECK(probed.say("verify", token) == "not genuine");
}

TEST_CASE("a plugin fetches only from the hosts that it names", "[plugins]") {
    Probed probed;
    CHECK(probed.say("fetch", "https://keys.example/a.pem") == "203 a key");
    REQUIRE(probed.services.fetched.size() == 1);
    CHECK(probed.services.fetched[0].bodyLimit == 64 * 1024);
    CHECK(probed.refusal("fetch", "https://other.example/a.pem") == base::ErrorCode::Forbidden);
    CHECK(probed.services.fetched.size() == 1);
}

TEST_CASE("a URL is held to its exact host", "[plugins]") {
    const kith_str hosts[] = {raw("keys.example")};
    const auto allowed = [&](std::string_view url) { return mayFetch(url, hosts, 1); };
    CHECK(allowed("https://keys.example"));
    CHECK(allowed("https://KEYS.example:443/a?b#c"));
    for (const auto* url :
         {"http://keys.example/", "https://keys.example.evil/", "https://evil.keys.example/",
          "https://keys.example@evil/", "https://evil/keys.example", "https://keys.example:444/",
          "https://keys.example\\@evil/", "https://keys.example /", "https:///keys.example", "https://",
          "https://keys.example\n.evil/", "//keys.example/", "HTTPS://keys.example/"}) {
        CAPTURE(url);
        CHECK_FALSE(allowed(url));
    }
    CHECK_FALSE(mayFetch("https://keys.example/", nullptr, 0));
}

TEST_CASE("log lines, metrics, time, options and addresses carry the plugin's name", "[plugins]") {
    const Probed probed;
    CHECK(probed.say("time") == "1700000000000");
    CHECK(probed.say("options") == R"({"level":7})");
    CHECK(probed.say("url") == "https://kith.example/channels/probe");
    CHECK(probed.say("hash", "ann").size() == 26);
    CHECK_THAT(probed.logged(), Contains("event=probe_started plugin=probe rows=0"));
    (void)probed.say("measure");
    CHECK(probed.services.measured ==
          std::vector<std::string>{"probe 0 kith_plugin_probe_things kind=a 1.000000",
                                   "probe 1 kith_plugin_probe_level 3.000000",
                                   "probe 2 kith_plugin_probe_took_seconds 0.500000"});
    CHECK(probed.services.calls.at("probe.handle.ok") >= 5);
}

}  // namespace
}  // namespace kith::plugins
