// SPDX-License-Identifier: Apache-2.0
#include "core/http/request_ids.hpp"

#include <limits>
#include <random>

#include "core/base/id.hpp"

namespace kith::http {
namespace {

constexpr std::size_t kMaxBytes = 64;
constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

}  // namespace

RequestIds::RequestIds() {
    std::random_device device;
    std::uniform_int_distribution<std::int64_t> any(1, std::numeric_limits<std::int64_t>::max());
    prefix_ = base::encodeId(any(device)) + '-';
}

std::string RequestIds::adoptOrMake(std::string_view given) {
    const bool sane = !given.empty() && given.size() <= kMaxBytes &&
                      given.find_first_not_of(kAllowed) == std::string_view::npos;
    return sane ? std::string(given) : make();
}

std::string RequestIds::make() {
    return prefix_ + std::to_string(++count_);
}

}  // namespace kith::http
