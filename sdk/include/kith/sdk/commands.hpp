// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <kith/commands.h>
#include "collector.hpp"
#include "failure.hpp"
#include "host.hpp"
#include "route.hpp"

namespace kith::sdk {

/// The id of the extension, for `Declaration::extensions`.
inline constexpr kith_str kCommands = raw(KITH_COMMANDS);

/// What a plugin decides about people: attach, detach, merge, undo, forbid, delete, restore, erase, set_state
/// and lift_state, in the words of kith/commands.h. Made once, from the host; a plugin that declares
/// kCommands always gets it. Thread-safe; valid as long as the plugin's object.
class Commands {
public:
    /// Throws Failure where the server does not offer them.
    explicit Commands(const Host& host) : extension_(host.extension<kith_commands>(view(kCommands))) {
        if (extension_ == nullptr)
            throw Failure(Status::Plugin, "commands", "The server takes no commands from plugins.");
    }

    /// Carries out one command, a JSON object, and returns the object that says what came of it, once that is
    /// durable. `request` is the one being handled, if one is. Throws Failure with what forbids it, or with
    /// pointers into the command; then nothing was done.
    [[nodiscard]] std::string carryOut(std::string_view command, const Request* request = nullptr) const {
        detail::Collector out;
        out.check(extension_->command(extension_->self, request == nullptr ? nullptr : request->raw(),
                                      raw(command), out.sink()));
        return out.takeText();
    }

private:
    const kith_commands* extension_;
};

}  // namespace kith::sdk
