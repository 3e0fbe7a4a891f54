// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/process/program.hpp"

using kith::test::run;

TEST_CASE("an installed tree finds its configuration and its plugins, wherever it stands", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto prefix = (folder.path() / "prefix").string();
    const auto installed = run({KITH_CMAKE, "--install", KITH_BUILD, "--prefix", prefix});
    INFO(installed.err);
    REQUIRE(installed.code == 0);
    const auto moved = (folder.path() / "moved").string();
    std::filesystem::rename(prefix, moved);
    const auto program = moved + "/bin/kith";

    CHECK(run({program, "config", "check"}).code == 0);
    CHECK(run({program, "serve", "--help"}).out.find(moved + "/etc/kith/kith.yaml") != std::string::npos);
    const auto plugins = run({program, "plugin", "list"});
    for (const auto* name : {"email", "fields", "phone", "push", "telegram", "widget"}) {
        CAPTURE(name, plugins.out);
        const auto at = plugins.out.find(std::string(name) + "\tloaded\t");
        REQUIRE(at != std::string::npos);
        const auto line = plugins.out.substr(at, plugins.out.find('\n', at) - at);
        CHECK(line.find('\t' + moved + "/lib") != std::string::npos);
    }
    kith::test::Process serving({program, "serve", "--set", "http.listen=127.0.0.1:0", "--set",
                                 "database.url=sqlite:" + (folder.path() / "kith.db").string()});
    CHECK(serving.line("listening on http://127.0.0.1:"));
    serving.send(SIGTERM);
    CHECK(serving.wait().code == 0);

    std::filesystem::remove(moved + "/etc/kith/kith.yaml");
    CHECK(run({program, "serve", "--help"}).out.find("KITH_CONFIG, else /etc/kith/kith.yaml") !=
          std::string::npos);
    if (std::filesystem::exists("/etc/kith/kith.yaml")) return;  // That of the machine's own kith.
    const auto without = run({program, "config", "check"});
    CHECK(without.code == kith::test::kFailed);
    CHECK(without.err ==
          "kith: the configuration /etc/kith/kith.yaml can't be opened; --config or KITH_CONFIG "
          "names another one\n");
}
