// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/bounce.hpp"

#include <catch2/catch.hpp>

using kith::email::diagnose;
using kith::email::diagnosticText;
using kith::email::machineBehind;

TEST_CASE("a status code and its words give a reason", "[email]") {
    enum Verdict { Dead, MessageOnly, Unclear };
    const auto [status, text, reason, verdict] = GENERATE(table<std::string, std::string, std::string, int>({
        {"5.1.1", "smtp; 550 5.1.1 user unknown", "inactive_address", Dead},
        {"5.1.1", "", "inactive_address", Dead},
        {"5.0.0", "550 5.1.1 <a@example.com>", "inactive_address", Dead},
        {"", "550-5.1.1 The email account that you tried to reach does not exist.", "inactive_address", Dead},
        {"", "550 No such user here", "inactive_address", Dead},
        {"5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", "inactive_address", Dead},
        {"5.7.1", "550 5.7.1 Unknown user", "inactive_address", Dead},
        {"5.2.1", "", "inactive_address", Dead},
        {"5.1.2", "", "domain_not_found", Dead},
        {"5.4.4", "Host or domain name not found", "domain_not_found", Dead},
        {"5.1.10", "", "domain_not_found", Dead},
        {"5.4.310", "DNS domain gone", "domain_not_found", Dead},
        {"4.4.4", "", "domain_not_found", MessageOnly},
        {"4.1.1", "450 user unknown in virtual table", "inactive_address", MessageOnly},
        {"5.2.2", "552 5.2.2 quota", "mailbox_full", MessageOnly},
        {"5.7.1", "mailbox full", "mailbox_full", MessageOnly},
        {"5.2.3", "", "message_too_large", MessageOnly},
        {"5.3.4", "", "message_too_large", MessageOnly},
        {"5.3.0", "", "mail_system", MessageOnly},
        {"4.4.7", "", "expired", MessageOnly},
        {"4.4.1", "", "unreachable", MessageOnly},
        {"5.5.2", "", "protocol_error", MessageOnly},
        {"5.6.1", "", "content_rejected", MessageOnly},
        {"5.7.1", "550 5.7.1 looks like spam", "policy_rejected", MessageOnly},
        {"5.1.8", "", "policy_rejected", MessageOnly},
        {"5.0.0", "", "bounced", Unclear},
        {"", "", "bounced", Unclear},
        {"", "550 rejected by 10.5.1.1", "bounced", Unclear},
        {"", "550 rejected by 5.1.1.1", "bounced", Unclear},
        {"5.9.9", "", "bounced", Unclear},
        {"4.0.0", "", "bounced", MessageOnly},
        {"nonsense", "550", "bounced", Unclear},
        {"5.1.", "", "bounced", Unclear},
        {"9.1.1", "", "bounced", Unclear},
    }));
    const auto diagnosis = diagnose(status, text);
    CAPTURE(status, text);
    CHECK(diagnosis.reason == reason);
    CHECK(diagnosis.addressDead == (verdict == Dead));
    CHECK(diagnosis.messageOnly == (verdict == MessageOnly));
}

TEST_CASE("a diagnostic code is shown without its type", "[email]") {
    CHECK(diagnosticText("smtp; 550 5.1.1 user unknown") == "550 5.1.1 user unknown");
    CHECK(diagnosticText("X-Postfix; unknown user") == "unknown user");
    CHECK(diagnosticText("smtp;550") == "550");
    CHECK(diagnosticText("550 no; really") == "550 no; really");
    CHECK(diagnosticText("; 550") == "; 550");
    CHECK(diagnosticText("smtp; ") == "smtp; ");
    CHECK(diagnosticText("").empty());
}

TEST_CASE("machines are known by the names that they give themselves", "[email]") {
    CHECK(machineBehind("Mozilla/5.0") == "prefetch");
    CHECK(machineBehind("Mozilla/5.0 (compatible; Barracuda Sentinel)") == "scanner");
    CHECK(machineBehind("Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_3 like Mac OS X)").empty());
    CHECK(machineBehind("").empty());
}
