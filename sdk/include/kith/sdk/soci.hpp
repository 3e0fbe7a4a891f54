// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <soci/soci.h>
#include <soci/version.h>

#include "host.hpp"

/// Storage through SOCI. The type soci::session crosses the boundary, so both sides must have been built with
/// the same SOCI and the same C++ ABI: the extension's name says which.
namespace kith::sdk {

namespace detail {

struct ExtensionName {
    std::array<char, 64> text{};
    std::size_t size = 0;

    constexpr void add(std::string_view part) noexcept {
        for (const char c : part) text[size++] = c;
    }
    constexpr void addNumber(int number) noexcept {
        if (number >= 10) addNumber(number / 10);
        text[size++] = static_cast<char>('0' + number % 10);
    }
};

[[nodiscard]] constexpr ExtensionName sociSessionName() noexcept {
    ExtensionName name;
    name.add("kith.soci.session/");
    name.addNumber(SOCI_VERSION / 100'000);
    name.add(".");
    name.addNumber(SOCI_VERSION / 100 % 1'000);
    name.add(".");
    name.addNumber(SOCI_VERSION % 100);
#if defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
    name.add("/gnu-cxx11-");
#else
    name.add("/gnu-cxx98-");
#endif
    name.addNumber(__GXX_ABI_VERSION);
#ifdef _GLIBCXX_DEBUG
    name.add("-debug");
#endif
    return name;
}

inline constexpr ExtensionName kSociSessionName = sociSessionName();

}  // namespace detail

/// The id of the extension, for `Declaration::extensions` and for the server that offers it.
inline constexpr kith_str kSociSession{detail::kSociSessionName.text.data(), detail::kSociSessionName.size};

/// What is behind it.
struct SociExtension {
    std::uint32_t structSize;
    std::uint32_t reserved;
    /// The session, for as long as the call that gave the handle. Its transaction is the server's: no begin,
    /// commit or rollback.
    soci::session& (*open)(kith_session* session);
};

/// Opens sessions; made once, from the host. A plugin that declares kSociSession always gets it.
class Soci {
public:
    explicit Soci(const Host& host) : extension_(host.extension<SociExtension>(view(kSociSession))) {
        if (extension_ == nullptr)
            throw Failure(Status::Plugin, "soci", "The server does not offer this SOCI.");
    }

    /// `work(soci::session&)`. A database error is thrown as Failure without its text, which holds the values
    /// that were bound; one that asks to try again has Status::Timeout.
    template <class Work>
    decltype(auto) use(Session session, Work&& work) const {
        try {
            return std::forward<Work>(work)(extension_->open(session.raw()));
        } catch (const soci::soci_error& error) {
            throw translated(error);
        }
    }

private:
    static Failure translated(const soci::soci_error& error) {
        switch (error.get_error_category()) {
            case soci::soci_error::unknown_transaction_state:
                return {Status::Timeout, "try_again", "The database asked to try again."};
            case soci::soci_error::constraint_violation:
                return {Status::Storage, "constraint", "A rule of the plugin's tables was broken."};
            case soci::soci_error::connection_error:
                return {Status::Unavailable, "connection", "The database can't be reached."};
            case soci::soci_error::invalid_statement:
                return {Status::Storage, "statement", "The database did not understand a statement."};
            default:
                return {Status::Storage, "storage", "The database failed."};
        }
    }

    const SociExtension* extension_;
};

}  // namespace kith::sdk
