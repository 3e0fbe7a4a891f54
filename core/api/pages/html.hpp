// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kith::api {

/// HTML from front to back. Everything that is not a literal of the program goes in as text, which is escaped
/// for content and for attributes in double quotes.
class Html {
public:
    template <std::size_t Size>
    Html& raw(const char (&literal)[Size]) {
        html_.append(literal, Size - 1);
        return *this;
    }
    Html& text(std::string_view value) {
        for (const char c : value) {
            switch (c) {
                case '&':
                    html_ += "&amp;";
                    break;
                case '<':
                    html_ += "&lt;";
                    break;
                case '>':
                    html_ += "&gt;";
                    break;
                case '"':
                    html_ += "&quot;";
                    break;
                case '\'':
                    html_ += "&#39;";
                    break;
                default:
                    html_ += c;
            }
        }
        return *this;
    }
    /// What another one wrote.
    Html& part(std::string_view written) {
        html_ += written;
        return *this;
    }

    [[nodiscard]] std::string take() { return std::exchange(html_, {}); }

private:
    std::string html_;
};

}  // namespace kith::api
