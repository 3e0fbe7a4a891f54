// SPDX-License-Identifier: Apache-2.0
#include "repeat.hpp"

#include <algorithm>
#include <tuple>

#include "definition.hpp"

namespace kith::widget {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

/// Whether `earlier` and the displays between it and the one at hand belong to one session of a person:
/// without a gap of more than the idle time.
bool sameSession(const Display& earlier, const Display& next) {
    return next.shownAtMs - earlier.shownAtMs <= kSessionIdleMs ||
           (!next.session.empty() && earlier.session == next.session);
}

/// How many displays up to `last` count against what its frequency allows; `list` is one widget's, oldest
/// first.
std::size_t counted(const std::vector<const Display*>& list, std::size_t last) {
    const auto& display = *list[last];
    if (display.frequency.kind == Frequency::Kind::Once) return last + 1;
    std::size_t count = 1;
    for (std::size_t i = last; i-- > 0; ++count) {
        const bool within = display.frequency.kind == Frequency::Kind::Days
                                ? list[i]->shownAtMs > display.shownAtMs - display.frequency.days * kDayMs
                                : sameSession(*list[i], *list[i + 1]);
        if (!within) break;
    }
    return count;
}

/// A browser that kept its cookie but not its storage, or has the same signature under a new cookie, has
/// forgotten.
std::string causeOf(const Display& display, const Display& before) {
    if (display.cookie == before.cookie) return "storage_cleared";
    if (display.agent.empty() || before.agent.empty()) return "unknown";
    return display.agent == before.agent ? "storage_cleared" : "other_browser";
}

}  // namespace

std::map<std::string, Repeat> findRepeats(std::vector<Display> displays) {
    std::sort(displays.begin(), displays.end(), [](const Display& a, const Display& b) {
        return std::tie(a.shownAtMs, a.id) < std::tie(b.shownAtMs, b.id);
    });
    std::map<std::string, std::vector<const Display*>> byWidget;
    for (const auto& display : displays) byWidget[display.widget].push_back(&display);

    std::map<std::string, Repeat> repeats;
    for (const auto& [widget, list] : byWidget) {
        for (std::size_t i = 1; i < list.size(); ++i) {
            if (list[i]->frequency.kind == Frequency::Kind::Unlimited) continue;
            const auto count = counted(list, i);
            if (count < 2) continue;
            repeats[list[i]->id] = {describe(list[i]->frequency), static_cast<std::int64_t>(count),
                                    causeOf(*list[i], *list[i - 1])};
        }
    }
    return repeats;
}

}  // namespace kith::widget
