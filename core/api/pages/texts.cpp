// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/texts.hpp"

#include <nlohmann/json.hpp>

#include "core/api/embedded.hpp"
#include "core/base/error.hpp"

namespace kith::api {

const std::string& PageTexts::of(std::string_view key) const {
    const auto found = texts.find(key);
    if (found != texts.end()) return found->second;
    throw base::Error(base::ErrorCode::Internal, "The server failed.",
                      "a page lacks the text " + std::string(key));
}

std::string PageTexts::filled(std::string_view key, std::string_view name, std::string_view value) const {
    auto text = of(key);
    const auto place = '{' + std::string(name) + '}';
    if (const auto at = text.find(place); at != std::string::npos) text.replace(at, place.size(), value);
    return text;
}

const std::vector<PageTexts>& allPageTexts() {
    static const auto all = [] {
        std::vector<PageTexts> read;
        for (const auto& entry : nlohmann::json::parse(embedded::joined(embedded::kPageTexts))) {
            auto& texts = read.emplace_back();
            texts.language = entry.at("language");
            texts.direction = entry.at("direction");
            for (const auto& [key, text] : entry.at("texts").items())
                texts.texts.emplace(key, text.get<std::string>());
        }
        return read;
    }();
    return all;
}

const PageTexts& pageTextsFor(const WantedLanguages& wanted) {
    const auto& all = allPageTexts();
    std::vector<std::string_view> offered;
    for (const auto& each : all) offered.emplace_back(each.language);
    return all[bestLanguage(wanted, offered).value_or(0)];
}

}  // namespace kith::api
