// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "channel.hpp"

/// What a plugin holds about a person, in parts that stay small however much it is. Only for plugins that use
/// nlohmann/json.
namespace kith::sdk {

/// One part, made by Channel::exported: name every list of rows in the same order each time, and hand the
/// result of finish on.
///
///     sdk::ExportedPart part(person, cursor);
///     part.byHome("entries", [&](std::int64_t home, const json& after, std::size_t most, auto add) { … });
///     return part.finish(out);
///
/// A reader reads at most `most` rows whose key is above `after` (null: all), in the order of their keys, and
/// calls `add(key, row)` for each until that says no. It is not called for lists that were told before.
class ExportedPart {
public:
    static constexpr std::size_t kMaxRows = 500;
    static constexpr std::size_t kMaxBytes = std::size_t{512} * 1024;

    ExportedPart(const Profile& person, std::string_view cursor)
        : homes_(person.homes().begin(), person.homes().end()) {
        std::sort(homes_.begin(), homes_.end());
        if (cursor.empty()) return;
        const auto from = nlohmann::json::parse(cursor);
        from_ = {from.at(0).get<std::size_t>(), from.at(1).get<std::int64_t>(), from.at(2)};
    }

    /// Rows that are kept under homes: `read(home, after, most, add)`, once for each home.
    template <class Read>
    void byHome(std::string_view name, Read&& read) {
        const auto list = lists_++;
        for (const auto home : homes_) {
            if (full_ || list < from_.list || (list == from_.list && home < from_.home)) continue;
            tell(name, {list, home, afterOf(list, home)},
                 [&](const auto& after, auto most, auto add) { read(home, after, most, add); });
        }
    }

    /// Rows that are found in another way: `read(after, most, add)`.
    template <class Read>
    void whole(std::string_view name, Read&& read) {
        const auto list = lists_++;
        if (!full_ && list >= from_.list) tell(name, {list, 0, afterOf(list, 0)}, std::forward<Read>(read));
    }

    [[nodiscard]] std::string finish(ObjectSink out) {
        if (!open_.empty()) text_ += ']';
        out.put(0, text_ += '}');
        if (!full_) return {};
        return nlohmann::json::array({from_.list, from_.home, from_.after}).dump();
    }

private:
    struct Place {
        std::size_t list = 0;
        std::int64_t home = 0;
        nlohmann::json after;
    };

    [[nodiscard]] nlohmann::json afterOf(std::size_t list, std::int64_t home) const {
        return list == from_.list && home == from_.home ? from_.after : nlohmann::json();
    }

    template <class Read>
    void tell(std::string_view name, Place place, Read&& read) {
        const auto after = place.after;
        read(after, kMaxRows - rows_, [&](nlohmann::json key, const nlohmann::json& row) {
            put(name, row);
            place.after = std::move(key);
            full_ = ++rows_ == kMaxRows || text_.size() >= kMaxBytes;
            return !full_;
        });
        if (full_) from_ = std::move(place);
    }

    void put(std::string_view name, const nlohmann::json& row) {
        if (open_ == name) {
            text_ += ',';
        } else {
            text_ += open_.empty() ? "" : "],";
            text_ += nlohmann::json(std::string(name)).dump() + ":[";
            open_ = name;
        }
        text_ += row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    std::vector<std::int64_t> homes_;
    Place from_;  ///< Where this part begins; once it is full, where the next does.
    std::size_t lists_ = 0;
    std::size_t rows_ = 0;
    bool full_ = false;
    std::string open_;  ///< The list that is being written.
    std::string text_ = "{";
};

}  // namespace kith::sdk
