// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/plugin.h>

#include <boost/dll/shared_library.hpp>
#include <filesystem>

namespace kith::plugins {

/// A shared library, loaded with all its symbols resolved and closed with this object.
class Library {
public:
    /// Throws Error{Plugin} with a sentence: no such file, no shared library, a symbol that is missing.
    explicit Library(const std::filesystem::path& file);

    /// What it exports as kith_plugin; null if it exports no such thing.
    [[nodiscard]] const kith_descriptor* descriptor() const;

private:
    boost::dll::shared_library library_;
};

}  // namespace kith::plugins
