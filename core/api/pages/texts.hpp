// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/pages/language.hpp"
#include "core/base/error.hpp"

namespace kith::api {

/// What the pages for people say, in one language. English and the others that are built in stand in
/// core/api/pages/texts.json, each with every text.
struct PageTexts {
    std::string language;  ///< A language tag (BCP 47).
    bool isRightToLeft = false;
    std::map<std::string, std::string, std::less<>> texts;  ///< All that English has.
    std::set<std::string, std::less<>> borrowed;  ///< Those that are the English ones, for want of its own.
    std::string version;                          ///< Their digest, with the language.

    /// `ltr` or `rtl`, as HTML has it.
    [[nodiscard]] std::string_view direction() const { return directionName(isRightToLeft); }
    /// Throws Error{Internal} if there is no such text.
    [[nodiscard]] const std::string& of(std::string_view key) const;
    /// The text with `value` in the place of `{name}`, kept apart from what is written in the other
    /// direction.
    [[nodiscard]] std::string filled(std::string_view key, std::string_view name,
                                     std::string_view value) const;

    [[nodiscard]] static std::string_view directionName(bool isRightToLeft) {
        return isRightToLeft ? "rtl" : "ltr";
    }
};

/// Texts by their names, by language tag: what a deployment says beside what is built in, or in its place.
using PageWords = std::map<std::string, std::map<std::string, std::string>>;

/// The languages that the pages have words in. Whatever a language lacks is English.
class PageLanguages {
public:
    /// The words have no faults.
    explicit PageLanguages(const PageWords& words = {});

    /// English first, which whoever wants none of them reads.
    [[nodiscard]] const std::vector<PageTexts>& all() const noexcept { return all_; }
    [[nodiscard]] const PageTexts& bestFor(const WantedLanguages& wanted) const;
    /// Null if the pages have no words in it.
    [[nodiscard]] const PageTexts* find(std::string_view language) const;

private:
    std::vector<PageTexts> all_;
};

inline constexpr std::size_t kDigestLength = 12;

/// Another one for another text: kDigestLength digits, hexadecimal and in lower case.
[[nodiscard]] std::string digestOf(std::string_view text);

inline constexpr std::size_t kMostPageLanguages = 50;
inline constexpr std::size_t kMaxPageText = 1'000;  ///< Bytes.

/// What is wrong with words, each at `/language/text`: a tag that is none, or of no known language, a text
/// that English does not have, is empty, too long or no plain text, or has not what English has in braces.
[[nodiscard]] std::vector<base::Violation> faultsOf(const PageWords& words);

}  // namespace kith::api
