// SPDX-License-Identifier: Apache-2.0
#include "core/app/wrong_use.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "core/app/config_scalar.hpp"
#include "core/base/suggest.hpp"

namespace kith::app {
namespace {

/// What stands before `mark` in the library's text, which is the name of the option.
std::string before(const std::string& text, const std::string& mark) {
    return text.substr(0, text.find(mark));
}

std::string sentenceOf(const CLI::Error& error) {
    std::string text = error.what();
    const auto kind = error.get_name();
    // The name of this one is that of the command.
    if (text.starts_with("The following argument"))
        return "'" + text.substr(text.find(": ") + 2) + "' is not expected here";
    if (kind == "RequiredError") return before(text, " is required") + " is missing";
    if (kind != "ArgumentMismatch") return text;
    const bool isMissing = text.ends_with(" missing");
    return before(text, ": ") + (isMissing ? " takes a value, and has none" : " is given more than once");
}

}  // namespace

void requireCommand(CLI::App& program, const std::vector<std::string>& words) {
    auto* at = &program;
    for (const auto& word : words) {
        const auto commands = at->get_subcommands({});
        if (word.starts_with('-') || commands.empty()) return;
        const auto called = std::find_if(commands.begin(), commands.end(),
                                         [&](const auto* each) { return each->get_name() == word; });
        if (called != commands.end()) {
            at = *called;
            continue;
        }
        std::vector<std::string> names;
        for (const auto* each : commands) names.push_back(each->get_name());
        const auto parent = at == &program ? std::string() : at->get_name() + ' ';
        throw WrongUse(base::ErrorCode::InvalidInput,
                       "there is no command '" + parent + word + "'" + base::suggestion(word, names));
    }
}

std::string explain(const CLI::App* /*program*/, const CLI::Error& error) {
    return "kith: " + sentenceOf(error) + "; --help says how the command is used\n";
}

CLI::Validator oneOf(std::vector<std::string> words) {
    return {[words = std::move(words)](std::string& given) {
                if (std::find(words.begin(), words.end(), given) != words.end()) return std::string();
                std::string list;
                for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
                return "expects one of " + list + ", not '" + given + "'";
            },
            "", "word"};
}

CLI::Validator wholeNumber(std::int64_t least, std::int64_t most) {
    return {[least, most](std::string& given) {
                const auto number = parseInteger(given);
                if (number && *number >= least && *number <= most) return std::string();
                return "expects a whole number from " + std::to_string(least) + " to " +
                       std::to_string(most) + ", not '" + given + "'";
            },
            "", "number"};
}

}  // namespace kith::app
