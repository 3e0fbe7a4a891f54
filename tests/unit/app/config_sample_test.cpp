// SPDX-License-Identifier: Apache-2.0
// config/kith.yaml is the documentation of the schema: the two are compared here, both ways.
#include <fstream>
#include <set>
#include <sstream>

#include "core/app/config_setting.hpp"
#include "core/app/config_yaml.hpp"
#include "tests/unit/app/config_loading.hpp"

using kith::app::check;
using kith::app::Node;
using kith::app::parseYaml;
using kith::app::Problems;
using kith::app::Setting;

namespace {

const std::string kSample = std::string(KITH_SOURCE_DIR) + "/config/kith.yaml";

Node sample() {
    std::ostringstream text;
    text << std::ifstream(kSample).rdbuf();
    Problems problems;
    auto root = parseYaml(text.str(), kSample, true, problems);
    REQUIRE(problems.empty());
    return root;
}

nlohmann::json valueOf(const Setting& setting, const Node& node) {
    Problems problems;
    auto value = check(setting, node, problems).values;
    for (const auto& violation : problems.sorted()) FAIL_CHECK(violation.pointer << ' ' << violation.detail);
    return value;
}

void compare(const Setting& setting, const Node& node, const std::string& path);

/// Every key that an entry may have stands in at least one of the entries shown.
void compareEntries(const Setting& element, const std::vector<const Node*>& entries,
                    const std::string& path) {
    CHECK_FALSE(entries.empty());
    if (element.kind != Setting::Kind::Object) return;
    for (const auto& member : element.members) {
        INFO(path << ".*." << member.key);
        bool shown = false;
        for (const auto* entry : entries) shown = shown || entry->find(member.key) != nullptr;
        CHECK(shown);
    }
}

void compare(const Setting& setting, const Node& node, const std::string& path) {
    INFO(path);
    if (setting.kind == Setting::Kind::Object) {
        std::vector<std::string> declared, written;
        for (const auto& member : setting.members) declared.push_back(member.key);
        for (const auto& member : node.members) written.push_back(member.key);
        CHECK(declared == written);
        for (const auto& member : setting.members)
            if (const auto* found = node.find(member.key))
                compare(member, found->value, path + '.' + member.key);
    } else if (setting.sample) {
        std::vector<const Node*> entries;
        for (const auto& item : node.items) entries.push_back(&item);
        for (const auto& member : node.members) entries.push_back(&member.value);
        compareEntries(setting.members.front(), entries, path);
    } else {
        Problems problems;
        const auto fallback = parseYaml(setting.fallback, "default", false, problems);
        CHECK(problems.empty());
        CHECK(valueOf(setting, node) == valueOf(setting, fallback));
    }
}

}  // namespace

TEST_CASE("kith.yaml shows every setting with its default, in the schema's order, and nothing else",
          "[config]") {
    compare(kith::app::schema(), sample(), "");
}

TEST_CASE("kith.yaml loads", "[config]") {
    const auto configuration = kith::app::loadConfiguration(kSample, {}, {});
    CHECK(configuration.warnings.empty());
    CHECK(configuration.checked.values["plugins"]["load"].size() == 6);
}

TEST_CASE("every key of kith.yaml has a comment above it or shares one with its neighbours", "[config]") {
    std::ifstream file(kSample);
    std::string line;
    bool explained = false;
    int number = 0;
    std::size_t depth = 0;
    while (std::getline(file, line)) {
        ++number;
        const auto start = line.find_first_not_of(' ');
        if (start == std::string::npos) {
            explained = false;
        } else if (line[start] == '#') {
            explained = true;
            depth = start;
        } else if (start <= depth && start > 0 && line.find(':') != std::string::npos) {
            INFO("line " << number << ": " << line);
            CHECK(explained);
        }
    }
}
