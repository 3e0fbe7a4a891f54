// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>
#include <nlohmann/json.hpp>

namespace kith::widget {

/// The widgets of the deployment, and who saw which of them when. Thread-safe.
class Store {
public:
    explicit Store(const kith::sdk::Host& host) : host_(host), soci_(host) {}

    /// Every widget by its id; at most kMaxDefinitions.
    [[nodiscard]] std::map<std::string, nlohmann::json> definitions() const;
    /// Throws kith::sdk::Failure when there are too many.
    void putDefinition(const std::string& id, const nlohmann::json& definition) const;
    /// False if there is none.
    [[nodiscard]] bool removeDefinition(const std::string& id) const;

    void apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const;
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) const;
    /// `activities` as the API shows them; gives `repeat` for those that were shown too often.
    void annotate(kith::sdk::Session session, const kith::sdk::Profile& profile,
                  const nlohmann::json& activities, kith::sdk::ObjectSink out) const;

    /// As kith::sdk::Channel has them.
    [[nodiscard]] std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                                    std::size_t most) const;
    [[nodiscard]] std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                                       std::string_view cursor, kith::sdk::ObjectSink out) const;

private:
    const kith::sdk::Host& host_;
    kith::sdk::Soci soci_;
};

}  // namespace kith::widget
