// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::app::demo {

/// Numbers that look random and are the same on every machine: SplitMix64, one stream per purpose, so that
/// what one history takes shifts nobody else's. For demonstrations, never for secrets.
class Random {
public:
    Random(std::uint64_t seed, std::string_view stream) noexcept;

    [[nodiscard]] std::uint64_t next() noexcept;
    /// 0 to `count` - 1; `count` is not 0.
    [[nodiscard]] unsigned below(std::size_t count) noexcept { return static_cast<unsigned>(next() % count); }
    /// `first` to `last`, both included.
    [[nodiscard]] unsigned between(unsigned first, unsigned last) noexcept {
        return first + below(std::size_t{last} - first + 1);
    }
    [[nodiscard]] bool chance(unsigned percent) noexcept { return below(100) < percent; }
    template <class List>
    [[nodiscard]] const auto& pick(const List& list) noexcept {
        return list[below(list.size())];
    }

    [[nodiscard]] std::string bytes(std::size_t count);
    [[nodiscard]] std::string hex(std::size_t byteCount);
    /// Base64url without padding.
    [[nodiscard]] std::string token(std::size_t byteCount);

private:
    std::uint64_t state_;
};

[[nodiscard]] std::string base64url(std::string_view bytes);

}  // namespace kith::app::demo
