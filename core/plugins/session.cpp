// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/session.hpp"

#include <kith/sdk/soci.hpp>

#include "core/plugins/abi.hpp"
#include "core/plugins/check.hpp"

namespace kith::plugins {
namespace {

thread_local int sessionsHere = 0;

soci::session& open(kith_session* session) {
    return *session->sql;
}

constexpr sdk::SociExtension kSoci{sizeof(sdk::SociExtension), 0, &open};

}  // namespace

SessionHandle::SessionHandle(soci::session& sql) noexcept : session_{&sql} {
    ++sessionsHere;
}
SessionHandle::~SessionHandle() {
    --sessionsHere;
}
bool SessionHandle::isHeldHere() noexcept {
    return sessionsHere > 0;
}

const void* sociExtension(std::string_view id) noexcept {
    return id == view(sdk::kSociSession) ? &kSoci : nullptr;
}

const std::vector<std::string>& offeredExtensions() {
    static const std::vector<std::string> all{std::string(view(sdk::kSociSession)), std::string(kCommands)};
    return all;
}

}  // namespace kith::plugins
