// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/check.hpp"

#include "core/base/error.hpp"
#include "core/plugins/library.hpp"

namespace kith::plugins {

Reading check(const std::filesystem::path& file) {
    try {
        const Library library(file);
        // The schemas and names are copied, but the functions point into a library that is closed below.
        auto reading = readDescriptor(library.descriptor(), offeredExtensions());
        reading.descriptor.functions = {};
        return reading;
    } catch (const base::Error& error) {
        return {.descriptor = {}, .defects = {error.detail()}, .warnings = {}};
    }
}

}  // namespace kith::plugins
