// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/widgets.hpp"

#include <array>

namespace kith::app::demo {
namespace {

constexpr auto kOnce = "welcome";
const std::string kAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

Json definition(const char* id, const char* name, Json frequency) {
    return {
        {"id", id}, {"name", name}, {"frequency", std::move(frequency)}, {"url", "https://shop.example/"}};
}

/// Displays of earlier days, as the site's own collector told them.
void showEarlier(Diary& diary, Random& random) {
    constexpr std::array kStatuses{"delivered", "delivered", "closed", "clicked"};
    const auto& person = diary.person();
    const auto at = diary.scale().at(person.joinedDay + random.between(1, 60), random.between(400, 1300));
    const Json activity{{"id", random.token(16)},
                        {"channel", "widget"},
                        {"message", {{"id", "sale"}, {"name", "Autumn sale"}}},
                        {"status", random.pick(kStatuses)},
                        {"at", text(at)},
                        {"properties", {{"url", "https://shop.example/sale"}}}};
    diary.observe(at, source("tracking", "site"), Json::array({identifier("cookie", person.cookie)}),
                  {{"evidence", "claimed"}, {"activities", Json::array({activity})}});
}

void tell(Diary& diary, const Browser& browser, Time at, Json event) {
    event["widget"] = kOnce;
    event["url"] = "https://shop.example/";
    diary.call(at, Route::WidgetEvent,
               {{"cookie", browser.cookie},
                {"session", browser.session},
                {"browser", browser.agent},
                {"event", std::move(event)}});
}

}  // namespace

std::vector<Call> widgetDefinitions(const Scale& scale) {
    auto welcome = definition(kOnce, "Welcome", {{"kind", "once"}});
    welcome.update({{"title", "Ten per cent for new readers"},
                    {"text", "Leave your address and we send the code."},
                    {"button", "Send it"},
                    {"form", Json::array({"email", "first_name"})},
                    {"category", "news"}});
    const std::array all{std::move(welcome), definition("sale", "Autumn sale", {{"kind", "session"}}),
                         definition("survey", "How was it?", {{"kind", "days"}, {"days", 30}}),
                         definition("bar", "Free delivery", {{"kind", "unlimited"}})};
    std::vector<Call> calls;
    for (const auto& widget : all) calls.push_back({scale.start, Route::WidgetDefinition, widget});
    return calls;
}

void showOnce(Diary& diary, const Browser& browser, Time at, const std::string& display, bool isClosed) {
    tell(diary, browser, at, {{"type", "shown"}, {"display", display}, {"frequency", {{"kind", "once"}}}});
    if (isClosed) tell(diary, browser, at + seconds(8), {{"type", "closed"}, {"display", display}});
}

void writeWidgets(Diary& diary) {
    const auto& person = diary.person();
    if (!person.browses) return;
    auto random = person.random("widgets");
    if (random.chance(40) || person.isCast()) showEarlier(diary, random);
    if (random.chance(8)) {
        const Browser browser{person.cookie, random.token(12), kAgent};
        showOnce(diary, browser, diary.scale().end() - minutes(random.between(30, 900)), random.token(16),
                 random.chance(50));
    }
}

}  // namespace kith::app::demo
