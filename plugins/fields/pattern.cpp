// SPDX-License-Identifier: Apache-2.0
#include "pattern.hpp"

#include <re2/re2.h>

#include "options.hpp"

namespace kith::fields {
namespace {

/// Of one expression, what it is compiled to and the states that it makes as it matches included.
constexpr std::int64_t kMaxMemory = 1 << 20;
/// Instructions. The largest took 0.2 s for 4 KiB where RE2's memory did not suffice for its faster way.
constexpr int kMaxProgram = 5'000;

}  // namespace

Pattern::Pattern(const nlohmann::json& options) {
    const auto found = options.find("pattern");
    if (found == options.end()) return;
    re2::RE2::Options settings;
    settings.set_log_errors(false);
    settings.set_max_mem(kMaxMemory);
    expression_ = std::make_unique<const re2::RE2>(found->get_ref<const std::string&>(), settings);
    if (!expression_->ok())
        refuseOption("/pattern", "It is no expression of RE2: " + expression_->error() + ".");
    if (expression_->ProgramSize() > kMaxProgram)
        refuseOption("/pattern", "It is too large: repeat less, or bound the length by max_length.");
}

Pattern::~Pattern() = default;

std::optional<sdk::Rejection> Pattern::refusal(std::string_view value) const {
    if (!expression_ || re2::RE2::FullMatch({value.data(), value.size()}, *expression_)) return std::nullopt;
    return sdk::Rejection{"wrong_form",
                          "Must match " + expression_->pattern() + " (a regular expression), all of it."};
}

}  // namespace kith::fields
