// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/process/demo/overview.hpp"
#include "tests/process/program.hpp"
#include "tests/support/databases.hpp"

using kith::test::Ended;
using kith::test::kFailed;
using kith::test::kWrongUse;
using kith::test::runKith;
using Set = std::set<std::string>;

namespace {

const std::vector<std::string> kBot{
    "--set", "plugins.load.telegram.options.bots=[{name: shop, secret_token: 0123456789abcdef}]"};

constexpr std::size_t kPeople = 30;

/// A server on a database of its own, and a key of one right for it.
class Server {
public:
    Server(kith::storage::Engine engine, const std::string& right) : database_(engine) {
        const auto migrated = runKith(with({"migrate"}));
        if (migrated.code != 0) throw std::runtime_error(migrated.err);
        const auto created = runKith(with({"key", "create", "--name", "demo", "--right", right}));
        if (created.code != 0) throw std::runtime_error(created.err);
        secret_ = created.out.substr(0, created.out.find('\n'));
        keyFile_ = folder_.write("key", created.out).string();
        auto words = with({"serve", "--set", "http.listen=127.0.0.1:0", "--set", "log.level=warning"});
        words.insert(words.end(), kBot.begin(), kBot.end());
        process_ = std::make_unique<kith::test::Process>(kith::test::program(std::move(words)));
        const auto line = process_->line("listening on ");
        if (!line) throw std::runtime_error(process_->err());
        url_ = line->substr(std::string("listening on ").size());
    }

    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    [[nodiscard]] const std::string& secret() const noexcept { return secret_; }

    /// Runs `kith demo` with few people over few days.
    [[nodiscard]] Ended demo(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{
            "demo",   "--url", url_, "--key-file", keyFile_, "--people", std::to_string(kPeople),
            "--days", "20"};
        words.insert(words.end(), kBot.begin(), kBot.end());
        words.insert(words.end(), more.begin(), more.end());
        return runKith(std::move(words));
    }

    /// The words of a command on its database.
    [[nodiscard]] std::vector<std::string> with(std::vector<std::string> words) const {
        words.insert(words.end(), {"--set", "database.url=" + database_.url()});
        return words;
    }

private:
    kith::test::TemporaryFolder folder_;
    kith::test::TestDatabase database_;
    std::string secret_;
    std::string keyFile_;
    std::string url_;
    std::unique_ptr<kith::test::Process> process_;
};

bool has(const Set& all, const Set& wanted) {
    return std::includes(all.begin(), all.end(), wanted.begin(), wanted.end());
}

}  // namespace

TEST_CASE("the demonstration says in a sentence why it can't be loaded", "[process][demo]") {
    const Server reading(kith::storage::Engine::Sqlite, "read");
    const auto forbidden = reading.demo();
    CHECK(forbidden.code == kFailed);
    CHECK(forbidden.err.find("this key may not write") != std::string::npos);

    const auto withKey = [&](const std::vector<std::string>& words, const std::string& key) {
        return runKith(words, {{"KITH_KEY", key}});
    };
    const auto unknown = withKey({"demo", "--url", reading.url()}, "kith_nobody");
    CHECK(unknown.code == kFailed);
    CHECK(unknown.err.find("does not know this key") != std::string::npos);

    const auto nowhere = withKey({"demo", "--url", "http://127.0.0.1:1"}, "kith_nobody");
    CHECK(nowhere.code == kFailed);
    CHECK(nowhere.err.find("http://127.0.0.1:1 does not answer") != std::string::npos);

    const auto noKey = runKith({"demo", "--url", reading.url(), "--key-file", "/nonexistent/key"});
    CHECK(noKey.code == kFailed);
    CHECK(noKey.err.find("there is no key in /nonexistent/key") != std::string::npos);

    CHECK(withKey({"demo", "--url", "ftp://127.0.0.1"}, "kith_nobody").code == kFailed);
    CHECK(runKith({"demo", "--people", "29"}).code == kWrongUse);
    CHECK(runKith({"demo", "--days", "0"}).code == kWrongUse);

    kith::http::Client client(reading.url(), reading.secret());
    CHECK(kith::test::readOverview(client).profiles.empty());
}

TEST_CASE("the demonstration shows everything, and loading it again changes nothing", "[process][demo]") {
    const Server server(kith::test::eachEngine(), "write");
    const auto first = server.demo();
    INFO(first.out << first.err);
    REQUIRE(first.code == 0);
    CHECK(first.out.find("Left out:") == std::string::npos);  // Not one warning.

    kith::http::Client client(server.url(), server.secret());
    const auto shown = kith::test::readOverview(client);
    // Everybody is a customer: who was two is one again, and whoever was refused made nobody else. Two are
    // two.
    CHECK(shown.known == kPeople + 2);
    CHECK(shown.duplicates == Set{"email_variant", "name_and_address", "same_name"});
    CHECK(
        has(shown.statuses, {"app event",       "email clicked",   "email complained",  "email delayed",
                             "email delivered", "email queued",    "email read",        "email sent",
                             "email skipped",   "email uncertain", "email undelivered", "email unsubscribed",
                             "order event",     "order order",     "push clicked",      "push closed",
                             "push delivered",  "push sent",       "push undelivered",  "telegram delivered",
                             "telegram event",  "web event",       "widget clicked",    "widget closed",
                             "widget delivered"}));
    CHECK(has(shown.states, {"email active", "email blacklisted", "email blocked", "email complained",
                             "email unconfirmed", "email unsubscribed", "push_token blacklisted",
                             "push_token unsubscribed", "telegram unsubscribed", "web_push active"}));
    CHECK(has(shown.liftings, {"unsubscribed by opt_in"}));
    CHECK(has(shown.identifiers,
              {"cookie identifying", "device_id identifying", "email claimed", "email identifying",
               "email shared", "external_id identifying", "phone identifying", "phone shared",
               "push_token identifying", "telegram identifying", "web_push identifying"}));
    CHECK(shown.refusals == Set{"blocked_value", "limit", "not_attested", "unique_conflict"});
    CHECK(shown.rules == Set{"anonymous", "linking"});
    CHECK(shown.panels == Set{"email", "push", "telegram", "widget"});
    CHECK(has(shown.fields, {"address.country", "address.town", "age", "first_name", "interests", "language",
                             "last_name", "loyalty.points", "loyalty.tier", "time_zone"}));
    CHECK(has(shown.sources, {"form", "import", "tracking"}));
    CHECK(has(shown.subscriptions, {"news pending", "news subscribed", "offers subscribed"}));
    CHECK(shown.machines == Set{"prefetch", "scanner"});
    CHECK(shown.repeats == Set{"storage_cleared"});

    const auto again = server.demo();
    CHECK(again.code == 0);
    CHECK(again.out.find("nothing was loaded twice") != std::string::npos);
    CHECK(kith::test::readOverview(client).profiles == shown.profiles);

    const auto checked = runKith(server.with({"check"}));
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
}
