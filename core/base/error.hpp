// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::base {

/// Every way a request, a command or a plugin call can fail. One table in core/http maps a code to an HTTP
/// status and title, one in core/plugins to an ABI status; a test walks the enum through both.
enum class ErrorCode {
    InvalidInput,          ///< The input is malformed or breaks a rule; see violations.
    Unauthorized,          ///< No valid key.
    IdentityTokenExpired,  ///< The identity token of a public key's caller was good, and is no more.
    IdentityTokenInvalid,  ///< It is not genuine, or does not say what it has to.
    WrongCredentials,      ///< Nobody who may sign in has that address and that password.
    Forbidden,             ///< A valid key without the right.
    Csrf,                  ///< A session without the proof that its person makes the call.
    NotFound,              ///< Nothing has that name.
    Gone,                  ///< There was something; it was deleted or erased.
    MethodNotAllowed,      ///< The path exists, the method does not.
    Conflict,              ///< The state of the target forbids it.
    LastAdministrator,     ///< Nobody would be left who may do everything.
    PreconditionFailed,    ///< If-Match names a version that has moved.
    IdReused,              ///< An observation id came again with other content.
    TooLarge,              ///< Over a size limit.
    UnsupportedMediaType,  ///< The body's type is not understood.
    RateLimited,           ///< Over the key's or the address's rate.
    Overloaded,            ///< The queue is full; try again later.
    Timeout,               ///< A deadline passed (a slow body, a busy database).
    Unavailable,           ///< Not ready or shutting down.
    Configuration,         ///< The configuration is wrong; see violations.
    Storage,               ///< The database failed.
    Plugin,                ///< A plugin failed or misbehaved.
    Internal,              ///< A defect of ours.
};

/// The stable, snake_case name of a code, used as the problem's `code` and in metrics.
[[nodiscard]] std::string_view codeName(ErrorCode code) noexcept;

/// One thing that is wrong with an input: where (a JSON pointer, RFC 6901, or file:line:column), a stable
/// code in snake_case, a sentence for people, and the id of what is in the way, if that has one. Never holds
/// anybody's data but the caller's own.
struct Violation {
    std::string pointer;
    std::string code;
    std::string detail;
    std::string id = {};

    friend bool operator==(const Violation&, const Violation&) = default;
};

/// The one exception type of kith. `detail` is safe to show to clients; `context` is for the log only and
/// must not hold personal data or secrets.
class Error : public std::exception {
public:
    Error(ErrorCode code, std::string detail, std::string context = {});
    Error(ErrorCode code, std::string detail, std::vector<Violation> violations);

    [[nodiscard]] const char* what() const noexcept override { return detail_.c_str(); }
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
    [[nodiscard]] const std::string& context() const noexcept { return context_; }
    [[nodiscard]] const std::vector<Violation>& violations() const noexcept { return violations_; }

private:
    ErrorCode code_;
    std::string detail_;
    std::string context_;
    std::vector<Violation> violations_;
};

}  // namespace kith::base
