// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/app/config.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::test {

/// Loads YAML text as the configuration file `kith.yaml`.
struct Loading {
    std::string yaml{};
    app::Environment environment{};
    std::vector<std::string> arguments{};

    [[nodiscard]] app::Configuration load() const {
        return app::loadConfiguration(folder.write("kith.yaml", yaml), environment, arguments);
    }

    /// Each problem as `pointer code detail`, the folder's own path left out.
    [[nodiscard]] std::vector<std::string> problems() const {
        std::vector<std::string> found;
        try {
            static_cast<void>(load());
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::Configuration);
            const auto prefix = folder.path().string() + '/';
            for (const auto& violation : error.violations()) {
                auto pointer = violation.pointer;
                if (pointer.starts_with(prefix)) pointer.erase(0, prefix.size());
                found.push_back(pointer + ' ' + violation.code + ' ' + violation.detail);
            }
        }
        return found;
    }

    TemporaryFolder folder{};
};

}  // namespace kith::test
