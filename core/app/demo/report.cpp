// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/report.hpp"

#include <fmt/format.h>

#include <ostream>

#include "core/app/demo/person.hpp"
#include "core/app/demo/stories.hpp"

namespace kith::app::demo {
namespace {

void writeCounts(std::ostream& out, const char* title, const std::map<std::string, std::size_t>& counts) {
    if (counts.empty()) return;
    out << title;
    const char* separator = " ";
    for (const auto& [name, number] : counts) {
        out << separator << number << ' ' << name;
        separator = ", ";
    }
    out << '\n';
}

/// The widget plugin calls a display that it knows `accepted`, as it does for every browser.
bool isAllThere(const Tally& tally) {
    for (const auto& [result, number] : tally.results)
        if (result != "duplicate" && result != "unchanged" && result != "accepted") return false;
    return tally.rejected.empty();
}

/// For a path (RFC 3986), and for the quotes of a shell.
std::string encoded(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                             c == '.' || c == '@' || c == '-';
        out += isPlain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace

void writeReport(std::ostream& out, const Scale& scale, const Tally& tally, const Access& access) {
    out << scale.people << " people, " << base::formatRfc3339(scale.start) << " to "
        << base::formatRfc3339(scale.end()) << '\n';
    writeCounts(out, "What the server made of it:", tally.results);
    writeCounts(out, "Refused by the rules of identity:", tally.refusals);
    writeCounts(out, "Left out:", tally.warnings);
    writeCounts(out, "Rejected:", tally.rejected);
    if (tally.skipped > 0) {
        out << tally.skipped << " updates of Telegram were left out: the configuration names no bot "
            << "(plugins.load.telegram.options.bots)\n";
    }
    if (isAllThere(tally)) out << "It was all there already: nothing was loaded twice.\n";

    const auto look = [&](const char* what, const std::string& path) {
        out << "\n# " << what << "\ncurl -sS -w '\\n' -H \"Authorization: Bearer " << access.key << "\" '"
            << access.url << path << "'\n";
    };
    const auto of = [&](Story story) { return makePerson(scale, story); };
    const auto profile = [](const Person& person) { return "/v1/profiles/external_id:" + person.externalId; };
    out << "\nThings to look at:\n";
    look("One person who was two, until an order named both", profile(of(kMerged)) + "/identity");
    look("An address that mail came back from: blacklisted, with reason, date and the provider's words",
         "/v1/profiles/email:" + encoded(of(kBlacklisted).email));
    look("A merge that was refused: this customer gave another customer's telephone number",
         profile(of(kSharesPhone)) + "/identity");
    look("Two pairs of people who may be one person each, and why", "/v1/duplicates");
    look("A widget shown more often than once, because the browser forgot: see \"repeat\"",
         profile(of(kForgetful)) + "/activity?channel=widget");
    look("Somebody with every channel: the timeline, newest first",
         profile(of(kHandsDownTablet)) + "/activity");
    look("Everybody whose address complained", "/v1/profiles?channel=email&state=complained");
}

}  // namespace kith::app::demo
