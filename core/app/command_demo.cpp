// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <limits>
#include <memory>
#include <ostream>
#include <thread>

#include "core/app/command.hpp"
#include "core/app/demo/loader.hpp"
#include "core/app/demo/person.hpp"
#include "core/app/demo/report.hpp"
#include "core/app/wrong_use.hpp"

namespace kith::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr auto kKeyFile = "var/key";
constexpr auto kKeyVariable = "KITH_KEY";
constexpr unsigned kSteps = 10;

struct Wanted {
    std::string url;
    std::string keyFile;
    demo::Scale scale;
};

struct Key {
    std::string secret;
    std::string inShell;  ///< How a shell gets it.
};

Key readKey(const Invocation& called, const Wanted& wanted) {
    const auto variable = called.environment.find(kKeyVariable);
    if (wanted.keyFile.empty() && variable != called.environment.end())
        return {variable->second, std::string("$") + kKeyVariable};
    const auto file = wanted.keyFile.empty() ? std::string(kKeyFile) : wanted.keyFile;
    std::ifstream stream(file);
    std::string secret;
    if (!(stream >> secret)) {
        throw Error(ErrorCode::Configuration,
                    "there is no key in " + file + "; name its file with --key-file, or set " + kKeyVariable);
    }
    return {secret, "$(cat '" + file + "')"};
}

std::string urlOf(const Settings& settings, const Wanted& wanted) {
    if (!wanted.url.empty()) return wanted.url;
    if (!settings.baseUrl.empty()) return settings.baseUrl;
    return (settings.http.tls ? "https://" : "http://") + settings.http.listen;
}

/// The first bot of the configuration, which is the server's too.
std::optional<demo::TelegramBot> botOf(const Settings& settings) {
    for (const auto& plugin : settings.plugins) {
        if (plugin.name != "telegram") continue;
        const auto bots = plugin.options.value("bots", nlohmann::json::array());
        if (bots.is_array() && !bots.empty() && bots[0].is_object())
            return demo::TelegramBot{bots[0].value("name", ""), bots[0].value("secret_token", "")};
    }
    return std::nullopt;
}

void loadAll(const Invocation& called, demo::Loader& loader, const demo::Scale& scale) {
    const auto calls = demo::generate(scale);
    auto next = calls.begin();
    for (unsigned day = 0; day <= scale.days; ++day) {
        const auto end =
            std::find_if(next, calls.end(), [&](const auto& call) { return call.at >= scale.at(day + 1); });
        loader.load({next, end});
        next = end;
        if (day > 0 && day % std::max(1U, scale.days / kSteps) == 0)
            called.err << "kith: day " << day << " of " << scale.days << std::endl;
    }
}

void run(const Invocation& called, Wanted wanted) {
    const auto settings = called.settings();
    const auto key = readKey(called, wanted);
    const auto url = urlOf(settings, wanted);
    const base::SystemClock clock;
    http::Client client(url, key.secret);
    demo::Loader loader(client, clock, botOf(settings),
                        [](std::chrono::seconds wait) { std::this_thread::sleep_for(wait); });
    wanted.scale.start = loader.findStart(wanted.scale);
    called.err << "kith: telling " << url << " of " << wanted.scale.people << " people over "
               << wanted.scale.days << " days" << std::endl;
    loadAll(called, loader, wanted.scale);
    demo::writeReport(called.out, wanted.scale, loader.tally(), {url, key.inShell});
    if (!loader.tally().rejected.empty())
        throw Error(ErrorCode::InvalidInput, "the server rejected some of it; see above");
}

}  // namespace

void declareDemo(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto wanted = std::make_shared<Wanted>();
    auto& command =
        addCommand(parent, invocation, "demo",
                   "Load people who don't exist into a running server, through its API; the same again "
                   "changes nothing. Meant for an empty database",
                   "kith demo --url http://127.0.0.1:8080 --key-file var/key");
    command.add_option("--url", wanted->url, "The server; else http.base_url, else http.listen")
        ->type_name("URL");
    command
        .add_option("--key-file", wanted->keyFile,
                    "A file with a key that may write; else the variable KITH_KEY, else var/key")
        ->type_name("FILE");
    command.add_option("--people", wanted->scale.people, "How many people")
        ->capture_default_str()
        ->type_name("NUMBER")
        ->check(wholeNumber(demo::kCast, 100'000));
    command.add_option("--days", wanted->scale.days, "Over how many days, the last of which is today")
        ->capture_default_str()
        ->type_name("NUMBER")
        ->check(wholeNumber(7, 365));
    command.add_option("--seed", wanted->scale.seed, "Another number makes other people")
        ->capture_default_str()
        ->type_name("NUMBER")
        ->check(wholeNumber(0, std::numeric_limits<std::int64_t>::max()));
    command.callback(
        [&chosen, wanted] { chosen = [wanted](const Invocation& called) { run(called, *wanted); }; });
}

}  // namespace kith::app
