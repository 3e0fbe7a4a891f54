// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include <kith/sdk/json.hpp>

namespace kith::email {
namespace {

using nlohmann::json;

constexpr std::int64_t kMinuteMs = 60'000;

using Violations = std::vector<sdk::Violation>;

/// The member's value, or what the schema names as its default.
template <class Value>
Value valueOf(const json& object, const char* name, Value otherwise) {
    return object.value(name, std::move(otherwise));
}

void readSesOptions(const json& options, Config& config) {
    config.topics = valueOf(options, "topics", std::vector<std::string>{});
    config.snsWindowMs = valueOf(options, "replay_window_minutes", std::int64_t{120}) * kMinuteMs;
    config.ses.messageTag = valueOf(options, "message_tag", config.ses.messageTag);
    config.ses.categories = valueOf(options, "categories", config.ses.categories);
}

void readSendGridOptions(const json& options, Config& config, Violations& wrong) {
    config.sendGridWindowMs = valueOf(options, "replay_window_minutes", std::int64_t{1500}) * kMinuteMs;
    config.sendGrid.messageArgument = valueOf(options, "message_argument", config.sendGrid.messageArgument);
    config.sendGrid.groups = valueOf(options, "groups", config.sendGrid.groups);
    const auto keys = valueOf(options, "public_keys", std::vector<std::string>{});
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (auto key = PublicKey::fromText(keys[i])) {
            config.sendGridKeys.push_back(std::move(*key));
        } else {
            wrong.push_back({"/sendgrid/public_keys/" + std::to_string(i), "invalid_key",
                             "It is no ECDSA public key on the curve P-256."});
        }
    }
    for (const auto& [group, category] : config.sendGrid.groups) {
        const bool isNumber =
            std::all_of(group.begin(), group.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (group.empty() || !isNumber) {
            wrong.push_back({sdk::pointerTo(group, "/sendgrid/groups"), "invalid_group",
                             "A group is named by its number."});
        }
    }
}

/// What left a category that isn't there would be lost.
void checkCategories(const std::map<std::string, std::string>& mapped, const std::string& place,
                     const HasCategory& hasCategory, Violations& wrong) {
    for (const auto& [name, category] : mapped) {
        if (hasCategory(category)) continue;
        wrong.push_back({sdk::pointerTo(name, place), "unknown_category",
                         "There is no subscription category '" + category + "'."});
    }
}

void readDomains(const json& options, Config& config, Violations& wrong) {
    for (const auto& [name, policy] : options.items()) {
        const auto pointer = sdk::pointerTo(name, "/domains");
        const auto domain = normalizeDomain(name);
        const auto given = valueOf(policy, "same_as", std::string{});
        const auto sameAs = normalizeDomain(given);
        if (domain.empty() || (!given.empty() && sameAs.empty())) {
            wrong.push_back({pointer, "invalid_domain", "It is no domain."});
        } else if (!config.domains
                        .emplace(domain, DomainPolicy{valueOf(policy, "ignore_dots", false),
                                                      valueOf(policy, "ignore_tag", false), sameAs})
                        .second) {
            wrong.push_back(
                {pointer, "repeated_domain", "It is another spelling of a domain that stands here too."});
        }
    }
    for (const auto& [domain, policy] : config.domains) {
        const auto target = config.domains.find(policy.sameAs);
        if (target != config.domains.end() && !target->second.sameAs.empty()) {
            wrong.push_back({sdk::pointerTo(domain, "/domains"), "indirect_domain",
                             "same_as names a domain that has a same_as itself."});
        }
    }
}

}  // namespace

Config readConfig(std::string_view text, const HasCategory& hasCategory) {
    const auto options = json::parse(text);
    Config config;
    Violations wrong;
    readSesOptions(options.value("ses", json::object()), config);
    readSendGridOptions(options.value("sendgrid", json::object()), config, wrong);
    readDomains(options.value("domains", json::object()), config, wrong);
    checkCategories(config.ses.categories, "/ses/categories", hasCategory, wrong);
    checkCategories(config.sendGrid.groups, "/sendgrid/groups", hasCategory, wrong);
    if (!wrong.empty()) throw sdk::Failure(sdk::Status::Configuration, std::move(wrong));
    return config;
}

}  // namespace kith::email
