// SPDX-License-Identifier: Apache-2.0
#include "core/app/ask_password.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "core/base/error.hpp"

namespace kith::app {
namespace {

/// While one lives, the terminal does not show what is typed.
class Silence {
public:
    Silence() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        isSilent_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~Silence() {
        if (isSilent_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios before_{};
    bool isSilent_ = false;
};

std::string readLine() {
    std::string line;
    if (!std::getline(std::cin, line))
        throw base::Error(base::ErrorCode::InvalidInput, "there is no password on standard input");
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string ask(std::ostream& prompts, const char* prompt) {
    prompts << prompt << std::flush;
    auto line = readLine();
    prompts << '\n';
    return line;
}

}  // namespace

std::string askPassword(std::ostream& prompts) {
    if (isatty(STDIN_FILENO) == 0) return readLine();
    const Silence silence;
    auto password = ask(prompts, "Password: ");
    if (ask(prompts, "Once more: ") != password)
        throw base::Error(base::ErrorCode::InvalidInput, "the two passwords are not the same");
    return password;
}

}  // namespace kith::app
