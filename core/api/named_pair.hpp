// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/error.hpp"
#include "core/model/reader.hpp"

/// The two profiles that the body of a call names.
namespace kith::api {

/// One of them as it was named.
struct NamedProfile {
    std::string_view ref;
    std::optional<std::int64_t> version;
};
/// Views into the body.
using NamedPair = std::array<NamedProfile, 2>;

enum class Versions { Taken, Refused };

/// Its member `profiles`: two objects `{"ref"}`, with a `version` too where that is taken. What is wrong with
/// one of the two is found; throws Error{InvalidInput} with all findings if there are no two.
[[nodiscard]] NamedPair readPair(const nlohmann::json& body, Versions versions, model::Findings& findings);

/// Where the reference of the first or second one stands in the body.
[[nodiscard]] std::string refAt(std::size_t side);

/// What `find` gives. A profile that is not there is told of with the place in the body where it was named.
template <class Find>
auto namedAt(const std::string& pointer, Find find) {
    try {
        return find();
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::NotFound && error.code() != base::ErrorCode::Gone) throw;
        throw base::Error(error.code(), error.detail(),
                          {{pointer, std::string(base::codeName(error.code())), error.detail()}});
    }
}

}  // namespace kith::api
