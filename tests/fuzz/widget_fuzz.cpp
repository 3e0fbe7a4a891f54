// SPDX-License-Identifier: Apache-2.0
// The beacon of a browser, as any page may send it, and the definition of a widget.
#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>

#include "plugins/widget/definition.hpp"
#include "plugins/widget/event.hpp"
#include "plugins/widget/identifier.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using kith::test::require;

template <class Read>
void reads(Read&& read) {
    try {
        read();
    } catch (const kith::sdk::Failure& failure) {
        require(failure.status() == kith::sdk::Status::InvalidInput);
    }
}

constexpr auto kAnyCategory = [](std::string_view) { return true; };

const std::map<std::string, nlohmann::json>& definitions() {
    static const std::map<std::string, nlohmann::json> all{
        {"w", kith::widget::readDefinition(
                  R"({"name": "W", "frequency": {"kind": "once"}, "title": "t", "text": "x",
              "form": ["email", "phone", "first_name"], "category": "news"})",
                  kAnyCategory)}};
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = kith::test::textOf(data, size);
    reads([&] {
        const auto beacon = kith::widget::parseBeacon(text);
        require(beacon["events"].size() <= 50);
        for (const auto& event : beacon["events"]) {
            reads([&] {
                const auto seen =
                    kith::widget::readEvent(event, beacon, definitions(), {1'700'000'000'000, "agent"});
                require(seen.observation["id"].get<std::string>().size() <= 200);
                (void)seen.observation.dump();
                (void)seen.display.dump();
            });
        }
    });
    reads([&] {
        const auto definition = kith::widget::readDefinition(text, kAnyCategory);
        require(definition["delay_ms"].get<std::uint64_t>() <= 600'000);
        require(definition["active"].is_boolean() &&
                kith::widget::readFrequency(definition["frequency"]).has_value());
    });
    (void)kith::widget::isWidgetId(text);
    (void)kith::widget::CookieSource().normalize(text);
    return 0;
}
