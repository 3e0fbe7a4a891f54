// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include "types.hpp"

namespace kith::sdk {

enum class Status : kith_status {
    InvalidInput = KITH_INVALID_INPUT,
    Unauthorized = KITH_UNAUTHORIZED,
    Forbidden = KITH_FORBIDDEN,
    NotFound = KITH_NOT_FOUND,
    Gone = KITH_GONE,
    Conflict = KITH_CONFLICT,
    PreconditionFailed = KITH_PRECONDITION_FAILED,
    IdReused = KITH_ID_REUSED,
    TooLarge = KITH_TOO_LARGE,
    UnsupportedMediaType = KITH_UNSUPPORTED_MEDIA_TYPE,
    RateLimited = KITH_RATE_LIMITED,
    Overloaded = KITH_OVERLOADED,
    Timeout = KITH_TIMEOUT,
    Unavailable = KITH_UNAVAILABLE,
    Configuration = KITH_CONFIGURATION,
    Storage = KITH_STORAGE,
    Plugin = KITH_PLUGIN,
    Internal = KITH_INTERNAL,
};

/// One thing that is wrong: where (a JSON pointer into the input or the options), what, and a sentence.
struct Violation {
    std::string pointer;
    std::string code;
    std::string detail;
};

/// Thrown by a plugin to end a call: the server answers the problem that belongs to the status. Thrown by
/// Host when the server refuses. What it says may reach the caller.
class Failure : public std::exception {
public:
    Failure(Status status, std::string code, std::string detail)
        : Failure(status, std::vector<Violation>{{"", std::move(code), std::move(detail)}}) {}
    Failure(Status status, std::vector<Violation> violations)
        : status_(status), violations_(std::move(violations)) {}

    [[nodiscard]] Status status() const noexcept { return status_; }
    [[nodiscard]] const std::vector<Violation>& violations() const noexcept { return violations_; }
    [[nodiscard]] const char* what() const noexcept override {
        return violations_.empty() ? "the call failed" : violations_.front().detail.c_str();
    }

private:
    Status status_;
    std::vector<Violation> violations_;
};

namespace detail {

inline void reject(const kith_sink* out, std::string_view pointer, std::string_view code,
                   std::string_view text) noexcept {
    out->reject(out->self, raw(pointer), raw(code), raw(text));
}

/// Turns the exception being handled into a status. Of an exception that is not ours only the type is told:
/// what() of a database error holds the values that were bound.
inline kith_status tellCurrentException(const kith_sink* out) noexcept {
    try {
        throw;
    } catch (const Failure& failure) {
        for (const auto& each : failure.violations()) reject(out, each.pointer, each.code, each.detail);
        return static_cast<kith_status>(failure.status());
    } catch (const std::bad_alloc&) {
        reject(out, "", "out_of_memory", "The plugin ran out of memory.");
    } catch (const std::exception& error) {
        reject(out, "", "exception", typeid(error).name());
    } catch (...) {
        reject(out, "", "exception", "something that is no std::exception");
    }
    return KITH_PLUGIN;
}

/// Runs `work` so that no exception leaves it.
template <class Work>
kith_status guarded(const kith_sink* out, Work&& work) noexcept {
    try {
        std::forward<Work>(work)();
        return KITH_OK;
    } catch (...) {
        return tellCurrentException(out);
    }
}

}  // namespace detail

}  // namespace kith::sdk
