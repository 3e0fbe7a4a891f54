// SPDX-License-Identifier: Apache-2.0
// What a person is subscribed to, for the person: a link that stands in every message, and its page.
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/api/category_names.hpp"
#include "core/api/link_request.hpp"
#include "core/api/pages/add_page.hpp"
#include "core/api/pages/form.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/preferences_page.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/base/error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/json.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

/// Links of old messages have to work.
constexpr LinkLifetime kLifetime{std::chrono::days{365}, std::chrono::days{1'825}};

struct Wanted {
    PreferencesLink link;
    model::Identifier address;
    std::chrono::seconds lifetime{};
};

/// That one click unsubscribes from; empty if none is named. `address`: nothing if that was wrong.
std::string readCategory(const Services& services, const nlohmann::json& body, const model::Reader& reader,
                         model::Findings& findings, const std::optional<model::Identifier>& address) {
    const Where top;
    const Where at(top, "category");
    auto key = std::string(reader.text(body, top, "category", model::bounds::kKey).value_or(""));
    if (key.empty()) return key;
    const auto definitions = services.catalogue.definitions();
    const auto* category = definitions->category(key);
    if (category == nullptr)
        findings.wrong(at, "unknown_category", "there is no such subscription category");
    else if (address && !isSentTo(services.catalogue, *category, *address))
        findings.wrong(at, "other_channel", kOtherChannel);
    return key;
}

Wanted readWanted(const Services& services, const nlohmann::json& body, const storage::ProfileRef& ref) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    Wanted wanted;
    if (reader.object(body, top, {"identifier", "category", "expires_in"})) {
        auto address = readAddress(body, findings, services.catalogue);
        if (model::memberOf(body, "identifier") == nullptr) {
            const auto* named = std::get_if<model::Identifier>(&ref);
            if (named != nullptr && isAddress(services.catalogue, named->type))
                address = *named;
            else
                findings.wrong({top, "identifier"}, "required", "say to which address it is sent");
        }
        wanted.link.category = readCategory(services, body, reader, findings, address);
        if (address) wanted.address = *std::move(address);
        wanted.lifetime = readLifetime(body, findings, kLifetime);
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

/// Whose address it is now, they get the message.
void requireOwn(const Services& services, const PersonLink& link) {
    const auto person = findLinked(services, link);
    if (person && !isOfAnother(services, *person)) return;
    throw Error(ErrorCode::Conflict, "This identifier identifies another profile.",
                {{"/identifier", "identifies_another", "make the link of the profile that it identifies"}});
}

Response postToken(const Services& services, const Request& request) {
    Query(request).finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    const auto body = request.body.empty() ? nlohmann::json::object() : model::parseJson(request.body);
    auto wanted = readWanted(services, body, ref);
    wanted.link.of = linkOf(services, request, ref, wanted.address);
    requireOwn(services, wanted.link.of);
    const auto asked =
        askedAt(services, request,
                {{"call", "make_preferences_token"}, {"ref", request.param("ref")}, {"body", body}});
    const auto expires = std::chrono::floor<std::chrono::seconds>(asked) + wanted.lifetime;
    return answerLink(services, "/preferences/", signLink(services.tokens, wanted.link, expires), expires);
}

/// The link of the path with whom it is of, or the page that says why it opens nothing.
struct Opened {
    PreferencesLink link;
    LinkedPerson person;
};
std::variant<Opened, Response> open(const Services& services, const Request& request,
                                    const PageReader& reader) {
    auto opened = openPreferences(services.tokens, request.param("token"));
    if (!opened) return renderNotice(404, reader, "invalid");
    if (services.clock.now() >= opened->expires) return renderNotice(410, reader, "expired");
    auto person = findLinked(services, opened->link.of);
    if (!person || isOfAnother(services, *person)) return renderNotice(410, reader, "gone");
    return Opened{std::move(opened->link), *std::move(person)};
}

Response getPreferences(const Services& services, const Request& request) {
    const PageReader reader(request, services.pageLanguages);
    auto opened = open(services, request, reader);
    if (auto* notice = std::get_if<Response>(&opened)) return std::move(*notice);
    const auto& person = std::get<Opened>(opened).person;
    const auto definitions = services.catalogue.definitions();
    return renderPreferences(200, reader, person, offersOf(*definitions, person), {});
}

/// That the link is for, or else the query; null: all.
const model::Category* oneClicked(const model::Definitions& definitions, const Request& request,
                                  const PreferencesLink& link) {
    const auto asked = request.query.find("category").value_or("");
    return definitions.category(link.category.empty() ? asked : std::string_view(link.category));
}

/// What the page says of what was done.
PageNote noteOf(const PageReader& reader, const Choice& choice, const model::Category* category,
                const Said& said) {
    if (said.isHeldBack) return {said.isNothing() ? "error_words" : "error_words_saved", {}, true};
    if (choice.wish == Choice::Wish::Save) {
        if (!said.isNothing()) return {"saved"};
        return {choice.isExplained() ? "unkept" : "unchanged"};
    }
    if (choice.wish == Choice::Wish::LeaveAll || category == nullptr) return {"unsubscribed_all"};
    return {"unsubscribed_one", nameOf(*category, reader.wanted, reader.texts.language).text};
}

/// What the form has again: what was not taken, and why, if that stands nowhere. Nothing if all was taken.
std::optional<Choice> shownAgain(const Choice& choice, const Said& said) {
    if (!said.isHeldBack && !(said.isNothing() && choice.isExplained())) return std::nullopt;
    auto again = choice;
    if (!said.isNothing()) {
        again.reason.reset();
        again.comment.reset();
    }
    return again;
}

Response answerClick(const PageReader& reader, const PageNote& note) {
    Html html;
    writeFilled(html.raw("<p role=\"status\">"), reader.texts, note.key, "category", note.category);
    return renderPage(200, reader, "preferences_title", html.raw("</p>").take());
}

Response answerChoice(const Services& services, const model::Definitions& definitions,
                      const PageReader& reader, const Opened& opened, const PageNote& note,
                      const Choice* again) {
    const auto person = findLinked(services, opened.link.of);
    if (!person) return renderNotice(410, reader, "gone");
    const auto offers = offersOf(definitions, *person);
    return renderPreferences(note.isWrong ? 409 : 200, reader, *person, offers, note, again);
}

Response choose(const Services& services, const Request& request) {
    const PageReader reader(request, services.pageLanguages);
    auto maybe = open(services, request, reader);
    if (auto* notice = std::get_if<Response>(&maybe)) return std::move(*notice);
    const auto& opened = std::get<Opened>(maybe);
    const auto form = readForm(request.body, request.headers.find("Content-Type").value_or(""));
    const auto definitions = services.catalogue.definitions();
    const auto offers = offersOf(*definitions, opened.person);
    const auto read = form ? readChoice(*form, shownWords(reader, offers)) : ReadChoice{{}, "error_form"};
    const auto* category = oneClicked(*definitions, request, opened.link);
    const auto say = [&] {
        return saidBy(read.choice, *definitions, opened.person, category, services.clock.now(),
                      [&](const model::Category& each) { return wordingOf(reader, read.choice, each); });
    };
    if (read.fault) {
        // The page shown now has the words of now, so this is the time to say that they are others.
        const bool isHeldBack = read.choice.otherWords && say().isHeldBack;
        const std::string_view fault = isHeldBack ? "error_words" : *read.fault;
        return renderPreferences(isHeldBack ? 409 : 400, reader, opened.person, offers, {fault, {}, true},
                                 form ? &read.choice : nullptr);
    }
    auto said = say();
    const auto note = noteOf(reader, read.choice, category, said);
    const auto again = shownAgain(read.choice, said);
    if (!said.isNothing()) {
        for (auto& each : said.subscriptions) each.ip = request.client;
        model::LinkStatement statement{
            opened.link.of.home,           opened.person.seen,   false, "preferences", {},
            std::move(said.subscriptions), std::move(said.state)};
        if (!writeByLink(services, opened.link.of.key, std::move(statement)))
            return renderNotice(410, reader, "gone");
    }
    if (read.choice.wish == Choice::Wish::OneClick) return answerClick(reader, note);
    return answerChoice(services, *definitions, reader, opened, note, again ? &*again : nullptr);
}

}  // namespace

void addPreferencesRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(
        route(Method::Post, "/v1/profiles/{ref}/preferences-token", Access::Write, services, postToken));
    addPage(router, "/preferences/{token}", services, getPreferences, choose);
}

}  // namespace kith::api
