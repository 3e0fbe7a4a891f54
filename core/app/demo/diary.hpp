// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/demo/dataset.hpp"
#include "core/app/demo/person.hpp"

namespace kith::app::demo {

using Json = nlohmann::json;
using base::Time;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

[[nodiscard]] Json identifier(std::string_view type, std::string_view value);
[[nodiscard]] Json source(std::string_view type, std::string_view name);
[[nodiscard]] std::string text(Time time);

/// Writes down what happens to one person. What would lie after the end has not happened yet, and is left
/// out.
class Diary {
public:
    Diary(const Scale& scale, const Person& person, std::string_view chapter, std::vector<Call>& calls)
        : scale_(scale), person_(person), chapter_(chapter), calls_(calls) {}

    /// `rest` are the members besides id, observed_at, source and identifiers.
    void observe(Time at, Json source, Json identifiers, Json rest = Json::object());
    void call(Time at, Route route, Json body);

    [[nodiscard]] const Scale& scale() const noexcept { return scale_; }
    [[nodiscard]] const Person& person() const noexcept { return person_; }

private:
    const Scale& scale_;
    const Person& person_;
    std::string chapter_;
    std::vector<Call>& calls_;
    unsigned count_ = 0;
};

// The chapters of a life.
void writeJoining(Diary& diary);
void writeMail(Diary& diary);
void writePush(Diary& diary);
void writeTelegram(Diary& diary);
void writeBrowsing(Diary& diary);
void writeOrders(Diary& diary);
void writeWidgets(Diary& diary);
void writeStory(Diary& diary);

}  // namespace kith::app::demo
