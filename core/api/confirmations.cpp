// SPDX-License-Identifier: Apache-2.0
// Double opt-in: a link that the operator mails, a page with a button, and what the person says by it.
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/api/confirmations_page.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/link_request.hpp"
#include "core/api/linked_person.hpp"
#include "core/api/pages/add_page.hpp"
#include "core/api/pages/form.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/html_page.hpp"
#include "core/api/pages/shown_words.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/api/writer_of.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/seen.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using model::Where;

constexpr std::chrono::seconds kUsual = std::chrono::days{7};
constexpr std::chrono::seconds kMost = std::chrono::days{30};
constexpr std::size_t kMostCategories = 20;

/// A link that outlived the memory of its use could be used again.
LinkLifetime lifetimeOf(const Services& services) {
    const auto remembered = std::chrono::floor<std::chrono::seconds>(services.settings.rememberedIds);
    return {kUsual, remembered.count() == 0 ? kMost : std::min(kMost, remembered)};
}

void readCategories(const Services& services, const nlohmann::json& body, model::Findings& findings,
                    const std::optional<model::Identifier>& address, ConfirmationLink& link) {
    const Where top;
    const Where at(top, "categories");
    const auto* categories = model::memberOf(body, "categories");
    if (categories == nullptr || !model::Reader(findings, {}).array(*categories, at, kMostCategories)) return;
    const auto definitions = services.catalogue.definitions();
    std::size_t index = 0;
    for (const auto& each : *categories) {
        const auto* key = each.get_ptr<const std::string*>();
        const Where place(at, index++);
        const auto* category = key == nullptr ? nullptr : definitions->category(*key);
        if (key == nullptr) {
            findings.wrong(place, "wrong_type", "must be text");
        } else if (category == nullptr) {
            findings.wrong(place, "unknown_category", "there is no such subscription category");
        } else if (category->archived) {
            findings.wrong(place, "archived_category",
                           "the category is archived, and nobody subscribes to it");
        } else if (address && !isSentTo(services.catalogue, *category, *address)) {
            // The page says that they are sent to the address.
            findings.wrong(place, "other_channel", kOtherChannel);
        } else if (std::ranges::find(link.categories, *key) != link.categories.end()) {
            findings.wrong(place, "repeated", "is there twice");
        } else {
            link.categories.push_back(*key);
        }
    }
}

struct Wanted {
    ConfirmationLink link;
    std::optional<storage::ProfileRef> ref;
    model::Identifier address;
    std::chrono::seconds lifetime{};
};

Wanted readWanted(const Services& services, const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    Wanted wanted;
    if (reader.object(body, top, {"ref", "identifier", "categories", "text", "expires_in"})) {
        if (const auto ref = reader.text(body, top, "ref", kMaxRef))
            wanted.ref = parseRef(*ref, services.catalogue);
        auto address = readAddress(body, findings, services.catalogue);
        if (model::memberOf(body, "identifier") == nullptr)
            findings.wrong({top, "identifier"}, "required", "must be given");
        readCategories(services, body, findings, address, wanted.link);
        if (address) wanted.address = *std::move(address);
        wanted.link.text = reader.text(body, top, "text", kMaxLinkText).value_or("");
        wanted.lifetime = readLifetime(body, findings, lifetimeOf(services));
        if (!fits(wanted.link))
            findings.wrong({top, "categories"}, "too_long", "the keys and the text don't fit into a link");
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

/// Another one for each link; the same one for the same link again, so that both are confirmed once. The time
/// is in it because an Idempotency-Key is forgotten one day, and may then be another link's.
model::Hash nonceFor(const Services& services, const Request& request, base::Time asked) {
    model::Hash nonce{};
    if (const auto id = idempotencyKey(request)) {
        const auto words = "\x1flink:" + std::to_string(base::toMillis(asked)) + ':' + std::string(*id);
        nonce = services.preparer.idHashOf(writerOf(request), words);
    } else {
        randombytes_buf(nonce.data(), nonce.size());
    }
    return nonce;
}

Response postConfirmation(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    auto wanted = readWanted(services, body);
    wanted.link.of = linkOf(services, request, wanted.ref, wanted.address);
    const auto asked = askedAt(services, request, {{"call", "make_confirmation"}, {"body", body}});
    wanted.link.nonce = nonceFor(services, request, asked);
    // To whole seconds, as a token has it.
    const auto expires = std::chrono::floor<std::chrono::seconds>(asked) + wanted.lifetime;
    return answerLink(services, "/v1/confirmations/", signLink(services.tokens, wanted.link, expires),
                      expires);
}

/// Those of a link that there still are.
std::vector<const model::Category*> categoriesOf(const model::Definitions& definitions,
                                                 const ConfirmationLink& link) {
    std::vector<const model::Category*> categories;
    for (const auto& key : link.categories) {
        const auto* category = definitions.category(key);
        if (category != nullptr && !category->archived) categories.push_back(category);
    }
    return categories;
}

/// The link of the path, with whom it is of and what they confirm, or the page that says why there is nothing
/// to confirm.
struct Asked {
    ConfirmationLink link;
    LinkedPerson person;
    std::shared_ptr<const model::Definitions> definitions;
    std::vector<const model::Category*> categories;  ///< Of the definitions.
};
std::variant<Asked, Response> readAsked(const Services& services, const Request& request,
                                        const PageReader& reader) {
    auto opened = openConfirmation(services.tokens, request.param("token"));
    if (!opened) return renderNotice(404, reader, "invalid");
    auto& link = opened->link;
    const auto hash = services.preparer.linkHashOf(writerByLink(link.of.key), link.observationId());
    const auto seen = services.database.read(
        [&](storage::Session& session) { return storage::readSeen(session, link.of.key, hash); });
    if (seen) return renderNotice(200, reader, "already");
    if (services.clock.now() >= opened->expires) return renderNotice(410, reader, "expired");
    auto person = findLinked(services, link.of);
    if (!person) return renderNotice(410, reader, "gone");
    auto definitions = services.catalogue.definitions();
    auto categories = categoriesOf(*definitions, link);
    // They were asked for these, and not whether the address is theirs.
    if (categories.empty() && !link.categories.empty()) return renderNotice(410, reader, "gone");
    return Asked{std::move(link), *std::move(person), std::move(definitions), std::move(categories)};
}

Response getConfirmation(const Services& services, const Request& request) {
    const PageReader reader(request, services.pageLanguages);
    auto read = readAsked(services, request, reader);
    if (auto* notice = std::get_if<Response>(&read)) return std::move(*notice);
    const auto& asked = std::get<Asked>(read);
    return renderConfirmation(200, reader, asked.person, asked.categories);
}

/// What the person says by the button.
model::LinkStatement statementOf(const Services& services, const Request& request, const PageReader& reader,
                                 const Asked& asked) {
    const auto& [link, person, definitions, categories] = asked;
    const auto now = services.clock.now();
    model::LinkStatement said;
    said.home = link.of.home;
    said.address = person.seen;
    said.confirms = true;
    said.page = "confirmation";
    said.id = link.observationId();
    for (const auto* category : categories) {
        said.subscriptions.push_back(
            {category->key, true, "person", now, wordingOf(reader, link, *category), request.client, {}, {}});
    }
    said.state = model::EndpointWrite{
        person.seen.identifier, model::EndpointState::Active, now, std::string(model::kDoubleOptIn), {}, {}};
    return said;
}

Response confirm(const Services& services, const Request& request) {
    const PageReader reader(request, services.pageLanguages);
    auto read = readAsked(services, request, reader);
    if (auto* notice = std::get_if<Response>(&read)) return std::move(*notice);
    const auto& asked = std::get<Asked>(read);
    const auto form = readForm(request.body, request.headers.find("Content-Type").value_or(""));
    if (form && otherDigest(*form, shownWords(reader, asked.categories)))
        return renderConfirmation(409, reader, asked.person, asked.categories, {"error_words", {}, true});
    const auto outcome =
        writeByLink(services, asked.link.of.key, statementOf(services, request, reader, asked));
    if (!outcome) return renderNotice(410, reader, "gone");
    if (outcome->result == model::Result::Duplicate) return renderNotice(200, reader, "already");
    Html html;
    writeFilled(html.raw("<p role=\"status\">"), reader.texts, "confirmed_text", "address",
                asked.person.maskedAddress());
    return renderPage(200, reader, "confirmed_title", html.raw("</p>").take());
}

}  // namespace

void addConfirmationRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Post, "/v1/confirmations", Access::Write, services, postConfirmation));
    addPage(router, "/v1/confirmations/{token}", services, getConfirmation, confirm);
}

}  // namespace kith::api
