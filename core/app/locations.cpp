// SPDX-License-Identifier: Apache-2.0
#include "core/app/locations.hpp"

#include <algorithm>
#include <system_error>

namespace kith::app {
namespace {

namespace fs = std::filesystem;

fs::path program() {
    std::error_code failure;
    return fs::read_symlink("/proc/self/exe", failure);
}

bool runsWhereItWasBuilt() {
    std::error_code failure;
    const auto build = fs::canonical(KITH_BUILD_DIRECTORY, failure);
    if (failure) return false;
    const auto own = program();
    return std::mismatch(build.begin(), build.end(), own.begin(), own.end()).first == build.end();
}

/// Where `bin/kith` stands now, which need not be where the build meant it to.
fs::path prefix() {
    return program().parent_path().parent_path();
}

}  // namespace

fs::path defaultConfiguration() {
    if (runsWhereItWasBuilt()) return fs::path(KITH_SOURCE_DIRECTORY) / "config" / "kith.yaml";
    std::error_code ignored;
    const auto own = prefix() / "etc" / "kith" / "kith.yaml";
    return fs::exists(own, ignored) ? own : fs::path("/etc/kith/kith.yaml");
}

fs::path defaultPluginDirectory() {
    return runsWhereItWasBuilt() ? fs::path(KITH_PLUGIN_BUILD_DIRECTORY)
                                 : prefix() / KITH_INSTALL_LIBRARIES / "kith" / "plugins";
}

fs::path defaultConsoleDirectory() {
    return runsWhereItWasBuilt() ? fs::path(KITH_CONSOLE_BUILD_DIRECTORY)
                                 : prefix() / KITH_INSTALL_DATA / "kith" / "console";
}

}  // namespace kith::app
