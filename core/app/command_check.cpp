// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/app/catalogue_builder.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/open_database.hpp"
#include "core/app/wrong_use.hpp"
#include "core/storage/check/check.hpp"
#include "core/storage/forgotten.hpp"

namespace kith::app {
namespace {

/// Says how far it is, when a while has gone by.
class ProgressLines {
public:
    explicit ProgressLines(std::ostream& err) : err_(err) {}

    void operator()(std::string_view what, std::int64_t rows) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < std::chrono::seconds(2)) return;
        last_ = now;
        err_ << "kith: " << what << ", " << rows << " rows\n";
    }

private:
    std::ostream& err_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Those by which the configured server judges identifiers.
model::IdentifierRules rulesOf(const Invocation& called, const Configuration& configuration,
                               const Settings& settings, const CategoryKeys& more) {
    return placed(configuration, [&] {
        OfflinePlugins plugins(settings.plugins, settings.categories, settings.baseUrl, called.err, more);
        const model::ExternalIdSource externalId;
        return buildCatalogue(settings, externalId, plugins.manager(), plugins.log()).rules();
    });
}

/// Throws Error{Storage} if there are violations.
void tell(const std::vector<storage::check::FindingCount>& counts, std::ostream& err) {
    std::int64_t violations = 0;
    std::int64_t remarks = 0;
    for (const auto& count : counts) {
        const bool isRemark = count.weight == storage::check::Weight::Remark;
        (isRemark ? remarks : violations) += count.rows;
        if (count.rows > count.shown)
            err << "kith: " << count.table << ": " << count.sentence << ": " << count.rows - count.shown
                << " more\n";
    }
    if (violations > 0)
        throw base::Error(base::ErrorCode::Storage,
                          "the database is not sound: " + std::to_string(violations) + " violations");
    err << "kith: the database is sound\n";
    if (remarks > 0)
        err << "kith: no violation if the configuration was another one once, or maintenance has yet to come "
               "there: "
            << remarks << '\n';
}

void check(const Invocation& called, std::int64_t limit) {
    const auto configuration = called.configurationOfPlugins();
    auto settings = called.settings(configuration);
    // A statement may look at all that one person did.
    settings.database.statementTimeout = {};
    auto database = openDatabase(settings.database, IfMissing::Refuse);
    const auto lease = database.read();
    storage::check::requireOwnTables(*lease);
    const auto rules = rulesOf(called, configuration, settings, categoriesOfApi(*lease));
    const auto counts = storage::check::run(
        *lease, {rules, limit, settings.identity.caps, storage::findForgottenKey(*lease)},
        [&](const storage::check::Finding& found) {
            called.out << found.table << '\t' << found.key << '\t' << found.sentence << '\n';
        },
        ProgressLines(called.err));
    tell(counts, called.err);
}

}  // namespace

void declareCheck(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto limit = std::make_shared<std::int64_t>(20);
    auto& command = addCommand(parent, invocation, "check",
                               "Look for rows that contradict each other, beside a server that may be "
                               "running; ends with 1 if there are",
                               "kith check --config /etc/kith/kith.yaml");
    command.add_option("--limit", *limit, "How many rows to name of each kind of violation; all are counted")
        ->type_name("NUMBER")
        ->check(wholeNumber(0, 1'000'000'000))
        ->capture_default_str();
    command.callback(
        [&chosen, limit] { chosen = [limit](const Invocation& called) { check(called, *limit); }; });
}

}  // namespace kith::app
