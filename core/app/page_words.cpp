// SPDX-License-Identifier: Apache-2.0
#include "core/app/page_words.hpp"

#include <string>

namespace kith::app {
namespace {

constexpr const char* kPointer = "/pages/languages";

}  // namespace

api::PageWords readPageWords(const Checked& checked) {
    api::PageWords words;
    const nlohmann::json::json_pointer at(kPointer);
    if (!checked.values.contains(at)) return words;
    for (const auto& [language, texts] : checked.values[at].items()) {
        if (!texts.is_object()) continue;
        auto& own = words[language];
        for (const auto& [key, text] : texts.items())
            if (text.is_string()) own.emplace(key, text.get<std::string>());
    }
    return words;
}

void checkPageWords(const Checked& checked, Problems& problems) {
    for (const auto& fault : api::faultsOf(readPageWords(checked))) {
        const auto pointer = kPointer + fault.pointer;
        problems.add(checked.positionOf(pointer), fault.code, pointer + ": " + fault.detail);
    }
}

}  // namespace kith::app
