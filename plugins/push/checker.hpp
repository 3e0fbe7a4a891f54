// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <kith/sdk.hpp>
#include <nlohmann/json.hpp>

namespace kith::push {

/// Where a message can be sent to.
struct Address {
    std::string type;   ///< `push_token` or `web_push`.
    std::string value;  ///< Normalised; empty if it was wrong.
};

/// Collects what is wrong with an object, so that it is all told together. The object outlives it.
class Checker {
public:
    explicit Checker(const nlohmann::json& object) : object_(object) {}

    /// Every member has one of these names.
    void known(std::initializer_list<std::string_view> names);

    /// The text of a member; empty if it is absent or wrong. No control characters, U+0000 among them, which
    /// a database does not take.
    std::string text(const char* name, bool required, std::size_t most = 200);

    /// What `given` is as an address of that type; `pointer` is where it stands.
    Address address(const char* type, const std::string& given, std::string pointer);

    void add(std::string pointer, std::string code, std::string detail);

    /// Throws kith::sdk::Failure with a violation per wrong member, if there was any.
    void finish();

private:
    const nlohmann::json& object_;
    std::vector<kith::sdk::Violation> wrong_;
};

}  // namespace kith::push
