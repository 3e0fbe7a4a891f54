// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/library.hpp"

#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.hpp"

namespace kith::plugins {
namespace {

/// The loader's own words; Boost puts its function's name before them and the error's after them.
std::string loaderText(std::string_view what) {
    constexpr std::string_view before = "dlerror system message: ";
    if (const auto at = what.find(before); at != std::string_view::npos)
        what.remove_prefix(at + before.size());
    if (const auto at = what.rfind(": Bad file descriptor"); at != std::string_view::npos)
        what = what.substr(0, at);
    if (what.ends_with(')') && what.find('(') == std::string_view::npos) what.remove_suffix(1);
    return std::string(what);
}

}  // namespace

Library::Library(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
        throw base::Error(base::ErrorCode::Plugin, "There is no file " + file.string() + ".");
    }
    try {
        // Not the default, lazy mode: there a missing symbol would end the process at its first use.
        library_.load(std::filesystem::absolute(file),
                      boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    } catch (const std::exception& error) {
        throw base::Error(base::ErrorCode::Plugin, "It can't be loaded: " + loaderText(error.what()) + ".");
    }
}

const kith_descriptor* Library::descriptor() const {
    return library_.has("kith_plugin") ? &library_.get<const kith_descriptor>("kith_plugin") : nullptr;
}

}  // namespace kith::plugins
