// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "core/app/command.hpp"
#include "core/app/wrong_use.hpp"

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

kith::app::Environment readEnvironment() {
    kith::app::Environment environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

int run(int count, char** words) {
    CLI::App program("kith keeps one living profile per person.", "kith");
    program.footer("kith COMMAND --help says more about a command.");
    kith::app::Invocation invocation{{}, {}, readEnvironment(), std::cout, std::cerr};
    kith::app::Command chosen;
    for (const auto declare :
         {kith::app::declareServe, kith::app::declareMigrate, kith::app::declareConfig, kith::app::declareKey,
          kith::app::declarePlugin, kith::app::declareBackup, kith::app::declareCheck, kith::app::declareDemo,
          kith::app::declareUser, kith::app::declareVersion})
        declare(program, invocation, chosen);
    program.failure_message(kith::app::explain);
    program.set_version_flag("--version", kith::app::versionText(), "Say the version and exit");
    kith::app::requireCommand(program, {words + 1, words + count});
    try {
        program.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return program.exit(error, std::cout, std::cerr) == 0 ? 0 : kWrongUse;
    }
    if (!chosen) {
        std::cerr << program.help();
        return kWrongUse;
    }
    chosen(invocation);
    std::cout.flush();
    return std::cout ? 0 : kFailed;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(count, words);
    } catch (const kith::app::WrongUse& error) {
        kith::app::sayError(std::cerr, error);
        return kWrongUse;
    } catch (const kith::base::Error& error) {
        kith::app::sayError(std::cerr, error);
    } catch (const std::exception& error) {
        std::cerr << "kith: " << error.what() << '\n';
    }
    return kFailed;
}
