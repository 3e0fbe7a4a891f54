// SPDX-License-Identifier: Apache-2.0
#include "core/http/auth.hpp"

#include <array>

namespace kith::http {
namespace {

constexpr std::array kRights{Right::Public, Right::Read, Right::Write, Right::Admin};

}  // namespace

std::string_view rightName(Right right) noexcept {
    switch (right) {
        case Right::Public:
            return "public";
        case Right::Read:
            return "read";
        case Right::Write:
            return "write";
        case Right::Admin:
            return "admin";
    }
    return "public";
}

std::string_view accessName(Access access) noexcept {
    switch (access) {
        case Access::None:
            return "none";
        case Access::Optional:
            return "optional";
        case Access::Public:
            return "public";
        case Access::Read:
            return "read";
        case Access::Write:
            return "write";
        case Access::Admin:
            return "admin";
        case Access::Session:
            return "session";
    }
    return "admin";
}

bool permits(Right right, Access access) noexcept {
    switch (access) {
        case Access::None:
        case Access::Optional:
            return true;
        case Access::Public:
            return right != Right::Read;
        case Access::Read:
        case Access::Session:
            return right != Right::Public;
        case Access::Write:
            return right == Right::Write || right == Right::Admin;
        case Access::Admin:
            return right == Right::Admin;
    }
    return false;
}

std::string rightsFor(Access access) {
    std::string names;
    for (const auto right : kRights) {
        if (!permits(right, access)) continue;
        // Every access is an administrator's, whose right is the last one.
        if (!names.empty()) names += right == kRights.back() ? " or " : ", ";
        names += rightName(right);
    }
    return names;
}

}  // namespace kith::http
