// SPDX-License-Identifier: Apache-2.0
// config/kith.yaml is the documentation of the schema: the two are compared here, both ways.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <utility>

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

bool names(const std::string& comment, const std::string& key) {
    return std::regex_search(comment, std::regex("\\b" + key + "\\b"));
}

/// Reads the sample line by line. A comment explains the key below it and the keys that follow at its side
/// without a break; of what is in those, what it names. In a list, what one entry explains holds for the
/// next.
class Explained {
public:
    /// False for a key that nothing explains.
    bool read(const std::string& line) {
        const auto start = line.find_first_not_of(' ');
        if (start == std::string::npos || line[start] == '#') {
            if (start == std::string::npos || !afterComment_) comment_.clear();
            afterComment_ = start != std::string::npos;
            neighbours_ = false;
            if (afterComment_) comment_ += line.substr(start + 1) + ' ';
            return true;
        }
        const bool entry = line.compare(start, 2, "- ") == 0;
        const auto column = entry ? start + 2 : start;
        const auto key = line.substr(column, line.find(':') - column);
        return take(key, column, entry);
    }

private:
    struct Level {
        std::size_t column = 0;
        std::string key;
        std::string comment;
    };

    bool take(const std::string& key, std::size_t column, bool entry) {
        auto comment = std::exchange(comment_, {});
        afterComment_ = false;
        while (!open_.empty() && open_.back().column >= column) {
            const bool beside = open_.back().column == column && neighbours_ && !entry;
            if (beside && comment.empty()) comment = open_.back().comment;
            open_.pop_back();
        }
        neighbours_ = true;
        std::string path;
        bool named = !comment.empty();
        for (const auto& level : open_) {
            path += level.key + '.';
            named = named || names(level.comment, key);
        }
        path += key;
        open_.push_back({column, key, std::move(comment)});
        return (named && known_.insert(path).second) || known_.contains(path);
    }

    std::vector<Level> open_;
    std::set<std::string> known_;
    std::string comment_;
    bool afterComment_ = false;
    bool neighbours_ = false;
};

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

TEST_CASE("every key of kith.yaml is explained above it, beside a neighbour, or by name where its parent is",
          "[config]") {
    std::ifstream file(kSample);
    Explained explained;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        INFO("line " << number << ": " << line);
        CHECK(explained.read(line));
    }
}
