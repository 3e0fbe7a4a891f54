// SPDX-License-Identifier: Apache-2.0
// The tour of README.md, pasted into a shell beside packaging/start.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "core/base/time.hpp"
#include "tests/process/program.hpp"

using kith::test::Process;
using kith::test::TemporaryFolder;
using nlohmann::json;

namespace {

/// The blocks of shell commands between that heading and the next.
std::vector<std::string> blocksUnder(const std::string& heading) {
    std::ifstream file(KITH_SOURCE_DIR "/README.md");
    std::vector<std::string> blocks;
    bool isUnder = false;
    bool isOpen = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## ")) {
            isUnder = line == heading;
        } else if (line.starts_with("```")) {
            isOpen = isUnder && line == "```sh";
            if (isOpen) blocks.emplace_back();
        } else if (isOpen) {
            blocks.back() += line + '\n';
        }
    }
    return blocks;
}

std::vector<json> answersOf(const std::string& out) {
    std::vector<json> answers;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
    return answers;
}

/// The item of a list whose member has that value. Throws if there is none.
const json& itemWith(const json& items, const std::string& member, const std::string& value) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const json& each) { return each.value(member, "") == value; });
    if (found == items.end()) throw std::runtime_error("no " + member + ' ' + value + " in " + items.dump());
    return *found;
}

std::string now() {
    return kith::base::formatRfc3339(kith::base::SystemClock().now());
}

/// How a tour went beside a server of its own.
struct Toured {
    kith::test::Ended tour;
    kith::test::Ended server;
    std::string began;
    std::string ended;
};

/// The server is ended in every case, before anything is checked: it has a session of its own and would
/// outlive the script that is killed.
Toured pasted(std::string tour) {
    const TemporaryFolder folder;
    Process kith({"/bin/sh", "-c", R"(cd "$0" && exec "$@")", folder.path().string(),
                  KITH_SOURCE_DIR "/packaging/start", KITH_PROGRAM, "--set", "http.listen=127.0.0.1:0"});
    const std::string start = "kith listens on ";
    const auto line = kith.line("== " + start);
    const bool serves = line && kith.line("The README's tour");
    Toured toured;
    if (serves) {
        const auto url = line->substr(line->find(start) + start.size());
        tour = std::regex_replace(tour, std::regex("http://127\\.0\\.0\\.1:8080"), url);
        const auto file = folder.write("tour", tour).string();
        toured.began = now();
        try {
            toured.tour = kith::test::run(
                {"/bin/sh", "-c", R"(cd "$0" && exec bash <"$1")", folder.path().string(), file});
        } catch (const std::exception& failure) {
            toured.tour.err = failure.what();
        }
        toured.ended = now();
    }
    kith.send(SIGTERM);
    toured.server = kith.wait();
    INFO(toured.server.err);
    REQUIRE(serves);
    return toured;
}

}  // namespace

TEST_CASE("the tour of the README gives what it says, on any day", "[process][demo]") {
    auto blocks = blocksUnder("## A tour in five minutes");
    REQUIRE(blocks.size() == 6);
    blocks.insert(blocks.begin() + 1, blocks[1]);  // The same command again.
    std::string tour;
    for (const auto& block : blocks) tour += block;
    // A date that the page names grows old.
    CHECK_FALSE(std::regex_search(tour, std::regex("20[0-9][0-9]-[0-9]")));

    const auto toured = pasted(tour);
    INFO(toured.tour.out << toured.tour.err << toured.server.err);
    CHECK(toured.server.code == 0);
    CHECK(toured.tour.code == 0);
    const auto answers = answersOf(toured.tour.out);
    REQUIRE(answers.size() == 7);
    CHECK(answers[0]["result"] == "created");
    CHECK(answers[1]["result"] == "duplicate");
    CHECK(answers[2]["accepted"] == 1);
    const auto& endpoint = itemWith(answers[3]["identifiers"], "value", "ann@example.com")["endpoint"];
    CHECK(endpoint["state"] == "blacklisted");
    const auto& state = endpoint["states"][0];
    CHECK(state["reason"] == "inactive_address");
    CHECK(state["detail"] == "550 5.1.1 user unknown");
    CHECK(state["since"] >= toured.began);
    CHECK(state["since"] <= toured.ended);
    CHECK(answers[4]["summary"]["by_channel"] ==
          json({{"email", {{"undelivered", 1}}}, {"web", {{"event", 1}}}}));
    const auto& tier = itemWith(answers[5]["items"], "field", "loyalty.tier");
    CHECK(tier["before"].is_null());
    CHECK(tier["after"] == "gold");
    CHECK(tier["observation"]["given_id"] == "order-1001");
    CHECK(tier["observation"]["source"] == json({{"type", "order"}, {"name", "shop"}}));
    const auto& bounced = itemWith(answers[5]["items"], "kind", "endpoint");
    CHECK(bounced["after"] == "blacklisted");
    CHECK(bounced["observation"]["source"]["name"] == "ses");
    CHECK(answers[6]["identifiers"].size() == 2);
}
