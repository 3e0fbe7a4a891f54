// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::test {

/// The API's description, and whether answers are what it says. Knows the part of JSON Schema that
/// core/api/openapi.yaml uses; any other keyword is an error, so that nothing goes unchecked.
class ApiSchema {
public:
    explicit ApiSchema(nlohmann::json document) : document_(std::move(document)) {}

    [[nodiscard]] const nlohmann::json& document() const noexcept { return document_; }

    /// Why the answer to `method path` is not one of those described; empty if it is. `path` may have a
    /// query; a path that is not described (a plugin's) is wrong unless the answer is a problem.
    [[nodiscard]] std::vector<std::string> check(std::string_view method, std::string_view path, int status,
                                                 std::string_view contentType, std::string_view body) const;

    /// Why a JSON body that `method path` took is not one of those described; empty if it is.
    [[nodiscard]] std::vector<std::string> checkRequest(std::string_view method, std::string_view path,
                                                        std::string_view contentType,
                                                        std::string_view body) const;

    /// Why `value` breaks `schema`: one line per fault, each with the pointer into the value.
    [[nodiscard]] std::vector<std::string> validate(const nlohmann::json& value,
                                                    const nlohmann::json& schema) const;

private:
    [[nodiscard]] const nlohmann::json* operation(std::string_view method, std::string_view path) const;
    [[nodiscard]] const nlohmann::json& follow(const nlohmann::json& value) const;

    nlohmann::json document_;
};

}  // namespace kith::test
