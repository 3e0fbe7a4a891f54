// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/accounts/journal.hpp"
#include "core/base/id.hpp"
#include "core/base/log.hpp"
#include "core/http/observer.hpp"
#include "core/http/request.hpp"

namespace kith::model {
class Catalogue;
}
namespace kith::storage {
class Database;
}

namespace kith::api {

/// What a call is named as, by the resource of its route and its verb: `profiles.patch`,
/// `profiles.erase.post`, `channels.email.ses.post`.
[[nodiscard]] std::string actionOf(http::Method method, std::string_view route);

/// Who did something; nobody whom kith knows, if `user` is zero.
struct Actor {
    base::UserId user;
    std::string name;
    std::string email;
};

/// Writes down each call of a person that may change something, those that were refused too, before it is
/// answered. Thread-safe.
class AuditTrail final : public http::Witness {
public:
    /// All of them outlive this.
    AuditTrail(accounts::Journal& journal, storage::Database& database, base::IdGenerator& ids,
               const base::Clock& clock, base::Log& log)
        : journal_(journal), database_(database), ids_(ids), clock_(clock), log_(log) {}

    /// From here on whom a call names by an identifier is known. Before the first request.
    void open(const model::Catalogue& catalogue) noexcept { catalogue_ = &catalogue; }

    void acted(const http::Request& request, const http::Response& response) noexcept override;
    /// Of somebody who is no caller yet: they sign in, or try to.
    void signedIn(const http::Request& request, const Actor& actor, int status) noexcept;

private:
    /// `made`: the path of what the call made; may be empty.
    void tell(const http::Request& request, const Actor& actor, int status, std::string_view made) noexcept;
    [[nodiscard]] storage::AuditEntry entryOf(const http::Request& request, const Actor& actor, int status,
                                              std::string_view made);
    [[nodiscard]] std::optional<base::ProfileId> profileOf(const http::Request& request);

    accounts::Journal& journal_;
    storage::Database& database_;
    base::IdGenerator& ids_;
    const base::Clock& clock_;
    base::Log& log_;
    const model::Catalogue* catalogue_ = nullptr;
};

}  // namespace kith::api
