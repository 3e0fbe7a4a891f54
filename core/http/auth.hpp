// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"

namespace kith::http {

/// What a key may do. `Write` includes reading, `Admin` everything; `Public` keys stand in web pages and
/// apps, where anybody can read them, and do nothing but hand things in.
enum class Right { Public, Read, Write, Admin };

/// `public`, `read`, `write`, `admin`
[[nodiscard]] std::string_view rightName(Right right) noexcept;

/// What a route asks of its caller.
enum class Access {
    None,      ///< Nothing: no key is looked at.
    Optional,  ///< Nothing; but a key that came along must be valid, and the handler sees whose it is. For
               ///< routes of plugins without a right, which verify their callers themselves.
    Public,    ///< A `public`, `write` or `admin` key; cross-origin calls are answered.
    Read,      ///< A `read`, `write` or `admin` key.
    Write,     ///< A `write` or `admin` key.
    Admin,     ///< An `admin` key.
    Session,   ///< A person who signed in, whatever their role; no key.
};

/// `none`, `optional`, `public`, `read`, `write`, `admin`, `session`
[[nodiscard]] std::string_view accessName(Access access) noexcept;

[[nodiscard]] bool permits(Right right, Access access) noexcept;
/// The rights that permit it, `write or admin`.
[[nodiscard]] std::string rightsFor(Access access);

/// Of a caller that is no program: who signed in, and with which session.
struct Person {
    base::UserId user;
    base::SessionId session;
    std::string email;
    /// What a call that changes something brings in the header Kith-CSRF.
    std::string csrfToken;
};

/// Who calls: a key, without its secret, or a person. A person's id stands in the place of the key's: it
/// names nobody else.
struct Caller {
    base::KeyId key;
    std::string name;
    Right right = Right::Public;
    /// For public keys: the web origins (`https://shop.example`, or `*`) from which browsers may call. A
    /// call that names no origin comes from no browser and is not held to the list.
    std::vector<std::string> origins;
    /// For public keys: requests of each client address, instead of what the server has for all.
    std::optional<std::int64_t> ratePerMinute = {};
    /// A field that is unknown or invalid costs it the whole observation, and not that field alone.
    bool strict = false;
    std::optional<Person> person = {};

    /// What has to hold for as long as the caller is answered: the key, or the session.
    [[nodiscard]] base::KeyId credential() const noexcept {
        return person ? base::KeyId{person->session.value} : key;
    }
};

/// Turns what a request brings into its caller; given by the composition root.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// Nothing if no valid key has that secret. Thread-safe; called on every request with a key, so it is
    /// fast. `beforeSearch` is called before a secret is looked for that was not seen to be valid lately, and
    /// what it throws ends the call. May throw base::Error.
    [[nodiscard]] virtual std::optional<Caller> authenticate(std::string_view secret,
                                                             const std::function<void()>& beforeSearch) = 0;
    /// The same with the token of a session, for the person who signed in with it.
    [[nodiscard]] virtual std::optional<Caller> authenticateSession(
        std::string_view /*token*/, const std::function<void()>& /*beforeSearch*/) {
        return std::nullopt;
    }
};

}  // namespace kith::http
