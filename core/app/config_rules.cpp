// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_rules.hpp"

#include <cstdint>
#include <fstream>
#include <optional>
#include <set>
#include <string>

namespace kith::app {
namespace {

using Json = nlohmann::json;

/// Runs although other problems were found, so a value may be missing or null: such a one is passed over.
class Rules {
public:
    Rules(const Checked& checked, Problems& problems) : checked_(checked), problems_(problems) {}

    void run() {
        const auto certificate = textAt("/http/tls/certificate");
        const auto key = textAt("/http/tls/key");
        if (certificate && key && certificate->empty() != key->empty())
            problems_.add(checked_.positionOf("/http/tls"), "missing_key",
                          "http.tls.certificate and http.tls.key are given together or not at all");
        checkReadable("/http/tls/certificate", certificate);
        checkReadable("/http/tls/key", key);
        checkConsole();
        checkRetries();
        checkPlugins();
        checkUnique("field_groups", "key");
        checkUnique("fields", "key");
        checkUnique("categories", "key");
        checkUnique("segments", "id");
    }

private:
    std::optional<std::string> textAt(const std::string& pointer) const {
        const Json::json_pointer at(pointer);
        if (!checked_.values.contains(at) || !checked_.values[at].is_string()) return std::nullopt;
        return checked_.values[at].get<std::string>();
    }

    std::optional<std::int64_t> numberAt(const std::string& pointer) const {
        const Json::json_pointer at(pointer);
        if (!checked_.values.contains(at) || !checked_.values[at].is_number_integer()) return std::nullopt;
        return checked_.values[at].get<std::int64_t>();
    }

    void checkReadable(const std::string& pointer, const std::optional<std::string>& file) {
        if (!file || file->empty() || std::ifstream(*file).good()) return;
        problems_.add(checked_.positionOf(pointer), "no_file", "the file " + *file + " can't be read");
    }

    void checkConsole() {
        const auto folder = textAt("/console/path");
        if (folder && !folder->empty()) checkReadable("/console/path", *folder + "/index.html");
    }

    void checkRetries() {
        const std::string first = "/webhooks/first_retry";
        const std::string longest = "/webhooks/longest_retry";
        const auto soonest = numberAt(first);
        const auto latest = numberAt(longest);
        if (!soonest || !latest || *soonest <= *latest) return;
        // One of the two may be the default, and is not what has to be looked at then.
        problems_.add(checked_.positionOf(checked_.positions.contains(first) ? first : longest),
                      "out_of_range", "webhooks.first_retry must not be longer than webhooks.longest_retry");
    }

    std::size_t entriesOf(const std::string& pointer) const {
        const Json::json_pointer at(pointer);
        return checked_.values.contains(at) ? checked_.values[at].size() : 0;
    }

    void checkPlugins() {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < entriesOf("/plugins/load"); ++i) {
            const auto pointer = "/plugins/load/" + std::to_string(i);
            const auto name = textAt(pointer + "/name");
            const auto path = textAt(pointer + "/path");
            if (!name || !path) continue;
            if (name->empty() == path->empty())
                problems_.add(checked_.positionOf(pointer), "missing_key",
                              "a plugin has either a name or a path");
            else if (!seen.insert(*name + *path).second)
                problems_.add(checked_.positionOf(pointer), "duplicate_key",
                              "'" + *name + *path + "' is listed a second time");
        }
    }

    void checkUnique(const std::string& list, const std::string& member) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < entriesOf('/' + list); ++i) {
            const auto pointer = '/' + list + '/' + std::to_string(i) + '/' + member;
            const auto key = textAt(pointer);
            if (key && !seen.insert(*key).second)
                problems_.add(checked_.positionOf(pointer), "duplicate_key",
                              "'" + *key + "' stands in " + list + " a second time");
        }
    }

    const Checked& checked_;
    Problems& problems_;
};

}  // namespace

void checkRules(const Checked& checked, Problems& problems) {
    Rules(checked, problems).run();
}

}  // namespace kith::app
