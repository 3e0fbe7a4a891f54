// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace kith::plugins {

/// Takes what one call into a plugin says: bounded, copied, and checked to be UTF-8 where it may reach a
/// client. Belongs to one thread. Nothing that the plugin does with it throws.
class CallSink {
public:
    static constexpr std::size_t kMaxBytes = std::size_t{8} * 1024 * 1024;
    static constexpr std::size_t kMaxViolations = 100;
    static constexpr std::size_t kMaxDetailBytes = 1'000;

    /// `outputs` is how many texts the call may write.
    explicit CallSink(std::size_t outputs);
    CallSink(const CallSink&) = delete;
    CallSink& operator=(const CallSink&) = delete;

    [[nodiscard]] const kith_sink* abi() const noexcept { return &abi_; }

    [[nodiscard]] std::vector<std::string>& texts() noexcept { return texts_; }
    /// The value that was given, its text owned by this sink.
    [[nodiscard]] const std::optional<kith_value>& value() const noexcept { return value_; }
    [[nodiscard]] std::vector<base::Violation>& violations() noexcept { return violations_; }

    /// Whether the plugin kept the rules: no text beyond the outputs, not too much, one value at most.
    [[nodiscard]] bool kept() const noexcept { return !broken_; }

private:
    static void onText(void* self, std::uint32_t index, kith_str part) noexcept;
    static void onValue(void* self, const kith_value* value) noexcept;
    static void onReject(void* self, kith_str pointer, kith_str code, kith_str detail) noexcept;
    void addText(std::uint32_t index, std::string_view part);
    void setValue(const kith_value& value);
    template <class Work>
    void keep(Work&& work) noexcept;

    kith_sink abi_;
    std::vector<std::string> texts_;
    std::optional<kith_value> value_;
    std::string valueText_;
    std::vector<base::Violation> violations_;
    std::size_t bytes_ = 0;
    bool broken_ = false;
};

}  // namespace kith::plugins
