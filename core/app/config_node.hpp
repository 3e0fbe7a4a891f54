// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

namespace kith::app {

/// Where a value was written: a file with line and column (both from 1), or the name of a variable or of a
/// `--set` argument, which have no lines.
struct Position {
    std::string source;
    int line = 0;
    int column = 0;

    /// `file:line:column`, or the source alone.
    [[nodiscard]] std::string text() const {
        if (line == 0) return source;
        return source + ':' + std::to_string(line) + ':' + std::to_string(column);
    }
};

/// Everything found wrong so far; problems are collected and reported together.
class Problems {
public:
    void add(const Position& position, std::string_view code, std::string detail) {
        found_.push_back({position, {position.text(), std::string(code), std::move(detail)}});
    }
    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }

    /// Those of a file first, by its lines, then the others, each source's together.
    [[nodiscard]] std::vector<base::Violation> sorted() const {
        auto ordered = found_;
        std::stable_sort(ordered.begin(), ordered.end(), [](const Found& left, const Found& right) {
            const auto rank = [](const Position& at) {
                return std::tuple(at.line == 0, std::string_view(at.source), at.line, at.column);
            };
            return rank(left.position) < rank(right.position);
        });
        std::vector<base::Violation> violations;
        violations.reserve(ordered.size());
        for (auto& found : ordered) violations.push_back(std::move(found.violation));
        return violations;
    }

private:
    struct Found {
        Position position;
        base::Violation violation;
    };
    std::vector<Found> found_;
};

/// How a scalar was written, which decides what it may be read as.
enum class Style {
    Plain,   ///< Unquoted YAML: text, number or boolean by its shape.
    Quoted,  ///< Quoted YAML: text.
    Raw,     ///< From a variable, a `--set` argument or a reference: whatever the setting wants.
};

/// One value of the configuration as written, before any setting gives it a meaning.
struct Node {
    enum class Kind {
        Null,
        Scalar,
        List,
        Map,
        Invalid,  ///< Already reported; nothing more is said about it.
    };
    struct Member;

    Kind kind = Kind::Null;
    Position position;
    std::string text;  ///< Scalar only.
    Style style = Style::Plain;
    bool secret = false;  ///< Came from a reference: never shown.
    std::vector<Node> items;
    std::vector<Member> members;

    [[nodiscard]] const Member* find(std::string_view key) const;
    [[nodiscard]] Member* find(std::string_view key);
};

struct Node::Member {
    std::string key;
    Position position;
    Node value;
};

inline Node::Member* Node::find(std::string_view key) {
    const auto found = std::find_if(members.begin(), members.end(), [&](auto& m) { return m.key == key; });
    return found == members.end() ? nullptr : &*found;
}

inline const Node::Member* Node::find(std::string_view key) const {
    return const_cast<Node*>(this)->find(key);
}

}  // namespace kith::app
