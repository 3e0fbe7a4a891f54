// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/registry.hpp"

#include <utility>

#include "core/api/event_json.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/cursor.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kMaxUrl = 2'000;
constexpr std::size_t kMaxSecret = 100;
constexpr std::string_view kDeadLetters = "dead-letters";

void writeMembers(JsonWriter& json, const storage::Webhook& webhook) {
    json.member("id", webhook.id).member("url", webhook.url).key("types").beginArray();
    for (const auto name : storage::kEventKinds.names) {
        if (!webhook.kinds.isAll() && webhook.kinds.has(*storage::kEventKinds.find(name))) json.text(name);
    }
    json.endArray().member("active", webhook.active).member("created_at", webhook.createdAt);
}

void writeFailure(JsonWriter& json, const std::optional<storage::WebhookFailure>& failure) {
    json.key("failure");
    if (!failure) {
        json.null();
        return;
    }
    json.beginObject()
        .member("reason", failure->reason)
        .member("attempts", std::int64_t{failure->attempts})
        .member("failed_at", failure->at)
        .member("next_attempt", failure->next)
        .endObject();
}

Response answer(const Services& services, const storage::Webhook& webhook) {
    JsonWriter json;
    json.beginObject();
    writeMembers(json, webhook);
    writeFailure(json, services.webhooks.failure(webhook));
    return Response::renderedJson(200, json.endObject().take());
}

void readTypes(const nlohmann::json& body, model::Findings& findings, const model::Reader& reader,
               storage::EventKinds& kinds) {
    const Where top;
    const Where at(top, "types");
    const auto* types = model::memberOf(body, "types");
    if (types == nullptr || !reader.array(*types, at, storage::kEventKinds.names.size())) return;
    std::size_t index = 0;
    for (const auto& type : *types) {
        const auto* text = type.get_ptr<const std::string*>();
        const auto kind = text == nullptr ? std::nullopt : storage::kEventKinds.find(*text);
        if (kind) {
            kinds.add(*kind);
        } else {
            findings.wrong({at, index}, "invalid_value", model::mustBeOneOf(storage::kEventKinds.names));
        }
        ++index;
    }
}

webhooks::NewWebhook readWebhook(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    webhooks::NewWebhook wanted;
    if (reader.object(body, top, {"url", "types", "secret"})) {
        wanted.url = reader.requiredText(body, top, "url", kMaxUrl).value_or("");
        wanted.secret = reader.text(body, top, "secret", kMaxSecret).value_or("");
        readTypes(body, findings, reader, wanted.kinds);
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

bool readActive(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    bool active = false;
    if (reader.object(body, top, {"active"})) {
        const auto* given = model::memberOf(body, "active");
        if (given == nullptr) {
            findings.wrong({top, "active"}, "required", "must be given");
        } else if (!given->is_boolean()) {
            findings.wrong({top, "active"}, "wrong_type", "must be true or false");
        } else {
            active = given->get<bool>();
        }
    }
    if (findings.isWrong()) throw findings.takeError();
    return active;
}

Response listWebhooks(const Services& services, const Request& request) {
    Query query(request);
    const auto all = services.webhooks.list();
    std::vector<std::string> ids;
    for (const auto& webhook : all) ids.push_back(webhook.id.text());
    const auto page = readPage(query, "webhooks", ids);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) {
        json.beginObject();
        writeMembers(json, all[place]);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response postWebhook(const Services& services, const Request& request) {
    Query(request).finish();
    auto wanted = readWebhook(model::parseJson(request.body));
    if (const auto once = idempotencyKey(request)) {
        wanted.seed = callersSecret(request);
        wanted.seed.append(1, '\n').append(*once);
    }
    const auto made = services.webhooks.create(wanted);
    JsonWriter json;
    json.beginObject();
    writeMembers(json, made);
    json.member("secret", made.secret).endObject();
    auto response = Response::renderedJson(201, json.take());
    response.headers.set("Location", "/v1/webhooks/" + made.id.text());
    return response;
}

Response getWebhook(const Services& services, const Request& request) {
    Query(request).finish();
    return answer(services, services.webhooks.find(request.param("id")));
}

Response patchWebhook(const Services& services, const Request& request) {
    Query(request).finish();
    const bool active = readActive(model::parseJson(request.body));
    return answer(services, services.webhooks.setActive(request.param("id"), active));
}

Response deleteWebhook(const Services& services, const Request& request) {
    Query(request).finish();
    services.webhooks.remove(request.param("id"));
    return Response::empty();
}

Response listDeadLetters(const Services& services, const Request& request) {
    Query query(request);
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto after = cursor.empty() ? 0 : storage::readCursor(cursor, kDeadLetters, 1).numbers[0];
    auto letters = services.webhooks.deadLetters(request.param("id"), after, limit + 1);
    std::string next;
    if (letters.size() > limit) {
        letters.pop_back();
        next = storage::writeCursor({std::string(kDeadLetters), {letters.back().event.number}, {}});
    }
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& letter : letters) {
        json.beginObject().key("event");
        writeEvent(json, letter.event);
        json.member("attempts", std::int64_t{letter.attempts})
            .member("reason", letter.reason)
            .member("failed_at", letter.failedAt)
            .endObject();
    }
    json.endArray();
    writeNextCursor(json, next);
    return Response::renderedJson(200, json.endObject().take());
}

Response replayDeadLetters(const Services& services, const Request& request) {
    Query(request).finish();
    JsonWriter json;
    json.beginObject().member("replayed", services.webhooks.replay(request.param("id"))).endObject();
    return Response::renderedJson(200, json.take());
}

}  // namespace

void addWebhookRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string one = "/v1/webhooks/{id}";
    router.add(route(Method::Get, "/v1/webhooks", Access::Admin, services, listWebhooks));
    router.add(route(Method::Post, "/v1/webhooks", Access::Admin, services, postWebhook));
    router.add(route(Method::Get, one, Access::Admin, services, getWebhook));
    router.add(route(Method::Patch, one, Access::Admin, services, patchWebhook));
    router.add(route(Method::Delete, one, Access::Admin, services, deleteWebhook));
    router.add(route(Method::Get, one + "/dead-letters", Access::Admin, services, listDeadLetters));
    router.add(route(Method::Post, one + "/dead-letters/replay", Access::Admin, services, replayDeadLetters));
}

}  // namespace kith::api
