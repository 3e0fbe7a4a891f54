// SPDX-License-Identifier: Apache-2.0
#include "core/app/locations.hpp"

#include <algorithm>
#include <system_error>

namespace kith::app {
namespace {

namespace fs = std::filesystem;

bool runsWhereItWasBuilt() {
    std::error_code failure;
    const auto program = fs::read_symlink("/proc/self/exe", failure);
    const auto build = fs::canonical(KITH_BUILD_DIRECTORY, failure);
    if (failure) return false;
    return std::mismatch(build.begin(), build.end(), program.begin(), program.end()).first == build.end();
}

}  // namespace

fs::path defaultConfiguration() {
    return runsWhereItWasBuilt() ? fs::path(KITH_SOURCE_DIRECTORY) / "config" / "kith.yaml"
                                 : fs::path("/etc/kith/kith.yaml");
}

fs::path defaultPluginDirectory() {
    return runsWhereItWasBuilt() ? fs::path(KITH_PLUGIN_BUILD_DIRECTORY)
                                 : fs::path(KITH_PLUGIN_INSTALL_DIRECTORY);
}

}  // namespace kith::app
