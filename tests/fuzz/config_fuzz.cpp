// SPDX-License-Identifier: Apache-2.0
// The configuration, as an operator may mistype it: every file is read, or every problem has its place.
#include <string>

#include "core/app/config_check.hpp"
#include "core/app/config_layers.hpp"
#include "core/app/config_reference.hpp"
#include "core/app/config_rules.hpp"
#include "core/app/config_setting.hpp"
#include "core/app/config_yaml.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(test::textOf(data, size));
    app::Problems problems;
    auto root = app::parseYaml(text, "kith.yaml", true, problems);
    app::applyArgument(root, text.substr(0, text.find('\n')), problems);
    // Not files: there is no telling which one the text names.
    if (text.find("${file") == std::string::npos) app::expandReferences(root, {{"NAME", "value"}}, problems);
    auto checked = app::check(app::schema(), root, problems);
    app::checkRules(checked, problems);
    if (problems.empty()) {
        test::require(checked.values.is_object() && checked.values.contains("http"));
    } else {
        for (const auto& violation : problems.sorted())
            test::require(!violation.detail.empty() && !violation.code.empty());
    }
    return 0;
}
