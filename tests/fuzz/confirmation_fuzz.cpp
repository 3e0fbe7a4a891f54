// SPDX-License-Identifier: Apache-2.0
// What people send to confirmation and preferences pages: tokens, forms and languages. The pages themselves
// are asked by links_fuzz.cpp.
#include <algorithm>
#include <set>
#include <string>

#include "core/api/pages/form.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/texts.hpp"
#include "core/api/person_link.hpp"
#include "core/api/preferences_choice.hpp"
#include "core/base/utf8.hpp"
#include "core/model/bounds.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/test_catalogue.hpp"

namespace {

namespace api = kith::api;
using kith::plugins::Tokens;
using kith::test::require;

const auto kNow = kith::base::fromMillis(1'795'425'000'000);

/// What is opened is what was signed: no two payloads are one link.
template <class Opened>
void checkOpened(const Tokens& tokens, const std::string& token, const Opened& opened) {
    if (opened) require(api::signLink(tokens, opened->link, opened->expires) == token);
}

void checkTokens(const Tokens& tokens, std::string_view text) {
    // Nobody guesses one.
    require(!api::openConfirmation(tokens, text) && !api::openPreferences(tokens, text));
    if (text.size() > Tokens::kMaxPayload) return;
    const auto confirmation = tokens.sign(Tokens::kCore, "confirmation", text, kNow);
    checkOpened(tokens, confirmation, api::openConfirmation(tokens, confirmation));
    require(!api::openPreferences(tokens, confirmation));
    const auto preferences = tokens.sign(Tokens::kCore, "preferences", text, kNow);
    checkOpened(tokens, preferences, api::openPreferences(tokens, preferences));
    require(!api::openConfirmation(tokens, preferences));
}

api::LinkedPerson person() {
    static const kith::model::IdentifierRule rule{"email", kith::model::IdentifierClass::Linking, 5, 1,
                                                  "email"};
    api::LinkedPerson made;
    made.address.identifier = {"email", "ann@example.com"};
    made.seen = {made.address.identifier, "ann@example.com", &rule};
    return made;
}

const api::PageLanguages& languages() {
    static const api::PageLanguages built;
    return built;
}

void checkChoice(const kith::model::Definitions& definitions, const kith::http::Params& form) {
    const auto [choice, fault] = api::readChoice(form, "0123456789ab");
    require(!choice.otherWords || choice.otherWords->empty() ||
            choice.otherWords->size() == api::kDigestLength);
    if (fault) {
        (void)languages().bestFor({}).of(*fault);
        return;
    }
    const auto said =
        api::saidBy(choice, definitions, person(), nullptr, kNow, [](const auto& each) { return each.key; });
    std::set<std::string> categories;
    for (const auto& each : said.subscriptions) {
        require(definitions.category(each.category) != nullptr && categories.insert(each.category).second);
        require(each.by == "person" && each.at == kNow);
        require(!each.subscribed || !choice.otherWords);
        require(!each.comment || (!each.comment->empty() && kith::base::isText(*each.comment) &&
                                  each.comment->size() <= kith::model::bounds::kComment));
        require(!each.reason ||
                std::ranges::find(api::kLeavingReasons, *each.reason) != api::kLeavingReasons.end());
    }
    require(!said.state || choice.wish != api::Choice::Wish::Save);
}

/// The media type, a line's end, and the form.
void checkForm(const kith::model::Definitions& definitions, std::string_view text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto form = api::readForm(text.substr(std::min(end + 1, text.size())), text.substr(0, end));
    if (!form) return;
    for (const auto& [name, value] : *form) {
        require(kith::base::isText(name) && kith::base::isText(value));
        const auto html = api::Html().text(value).take();
        require(html.find_first_of("<>\"'") == std::string::npos);
    }
    checkChoice(definitions, *form);
}

void checkLanguages(std::string_view text) {
    const auto wanted = api::wantedLanguages(text, text);
    require(wanted.size() <= 21);
    (void)languages().bestFor(wanted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto definitions = kith::test::testCatalogue().definitions();
    static const Tokens tokens("a secret of the deployment");
    const auto text = kith::test::textOf(data, size);
    checkTokens(tokens, text);
    checkForm(*definitions, text);
    checkLanguages(text);
    return 0;
}
