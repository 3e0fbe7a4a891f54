// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/dataset.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "core/app/demo/diary.hpp"
#include "core/app/demo/widgets.hpp"

namespace kith::app::demo {

Json identifier(std::string_view type, std::string_view value) {
    return {{"type", type}, {"value", value}};
}

Json source(std::string_view type, std::string_view name) {
    return {{"type", type}, {"name", name}};
}

std::string text(Time time) {
    return base::formatRfc3339(time);
}

void Diary::observe(Time at, Json source, Json identifiers, Json rest) {
    if (at > scale_.end()) return;
    rest["id"] = "demo-" + person_.externalId + '-' + chapter_ + '-' + std::to_string(count_++);
    rest["observed_at"] = text(at);
    rest["source"] = std::move(source);
    rest["identifiers"] = std::move(identifiers);
    calls_.push_back({at, Route::Observation, std::move(rest)});
}

void Diary::call(Time at, Route route, Json body) {
    if (at <= scale_.end()) calls_.push_back({at, route, std::move(body)});
}

std::uint64_t seedOf(const Scale& scale) noexcept {
    return Random(scale.seed, "days " + std::to_string(scale.days)).next();
}

std::string externalIdOf(const Scale& scale, unsigned index) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "K%05u-%06u", static_cast<unsigned>(seedOf(scale) % 100'000),
                  index);
    return text.data();
}

std::vector<Call> generate(const Scale& scale) {
    constexpr std::array<std::pair<const char*, void (*)(Diary&)>, 8> kChapters{{{"joining", writeJoining},
                                                                                 {"mail", writeMail},
                                                                                 {"push", writePush},
                                                                                 {"telegram", writeTelegram},
                                                                                 {"browsing", writeBrowsing},
                                                                                 {"orders", writeOrders},
                                                                                 {"widgets", writeWidgets},
                                                                                 {"story", writeStory}}};
    std::vector<Call> calls = widgetDefinitions(scale);
    for (unsigned index = 0; index < scale.people; ++index) {
        const auto person = makePerson(scale, index);
        for (const auto& [name, write] : kChapters) {
            Diary diary(scale, person, name, calls);
            write(diary);
        }
    }
    std::stable_sort(calls.begin(), calls.end(), [](const Call& a, const Call& b) { return a.at < b.at; });
    return calls;
}

}  // namespace kith::app::demo
