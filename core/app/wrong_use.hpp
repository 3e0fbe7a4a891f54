// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace CLI {
class App;
class Error;
class Validator;
}  // namespace CLI

namespace kith::app {

/// Thrown for words that name no command or arguments that only a command can judge: the program ends with 2.
class WrongUse final : public base::Error {
    using Error::Error;
};

/// Throws WrongUse if the words begin with a command that does not exist, whatever stands behind it.
void requireCommand(CLI::App& program, const std::vector<std::string>& words);

/// What is said of words that can't be parsed, as a line.
[[nodiscard]] std::string explain(const CLI::App* program, const CLI::Error& error);

/// For options: one of these words; a whole number of that range.
[[nodiscard]] CLI::Validator oneOf(std::vector<std::string> words);
[[nodiscard]] CLI::Validator wholeNumber(std::int64_t least, std::int64_t most);

}  // namespace kith::app
