// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/registry.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/storage/session.hpp"
#include "core/webhooks/signature.hpp"

namespace kith::webhooks {
namespace {

using base::Error;
using base::ErrorCode;

[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, "There is no such webhook.");
}

storage::WebhookId idOf(std::string_view text) {
    const auto id = storage::WebhookId::parse(text);
    if (!id) throwNone();
    return *id;
}

std::string hashOf(const std::string& seed) {
    if (seed.empty()) return {};
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(seed.data()),
                       seed.size(), nullptr, 0);
    std::string text(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    text.pop_back();  // The terminating zero.
    return text;
}

}  // namespace

Registry::Registry(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline,
                   http::PosterSettings post, std::function<void()> changed)
    : at_(workplace), pipeline_(pipeline), post_(std::move(post)), changed_(std::move(changed)) {}

template <class Work>
auto Registry::write(Work work) {
    std::optional<std::invoke_result_t<Work, storage::Session&>> result;
    pipeline_.executeInStorage([&](storage::Session& session) { result = work(session); });
    changed_();
    return std::move(*result);
}

void Registry::requireMakeable(const NewWebhook& wanted) const {
    std::vector<base::Violation> violations;
    if (auto why = http::whyNoTarget(wanted.url, post_))
        violations.push_back({"/url", "invalid_value", std::move(*why)});
    if (!wanted.secret.empty() && !isSecret(wanted.secret))
        violations.push_back({"/secret", "invalid_value", "must be `whsec_` and 24 to 64 bytes in base64"});
    if (!violations.empty()) throw base::inputError(std::move(violations));
}

storage::Webhook Registry::create(const NewWebhook& wanted) {
    requireMakeable(wanted);
    const auto once = hashOf(wanted.seed);
    return write([&](storage::Session& session) {
        // Who makes the same call at the same time waits here, and finds what this one makes.
        static_cast<void>(storage::lockFeed(session));
        if (const auto made = storage::findWebhookMadeBy(session, once)) {
            const bool same = made->url == wanted.url && made->kinds.bits() == wanted.kinds.bits() &&
                              (wanted.secret.empty() || wanted.secret == made->secret);
            if (!same) throw Error(ErrorCode::IdReused, "This made another webhook before.");
            return *made;
        }
        storage::Webhook webhook;
        webhook.id = at_.ids.make<storage::WebhookId>();
        webhook.url = wanted.url;
        webhook.secret = wanted.secret.empty() ? makeSecret() : wanted.secret;
        webhook.kinds = wanted.kinds;
        webhook.createdAt = at_.clock.now();
        if (!storage::insertWebhook(session, webhook, once, kMost))
            throw Error(ErrorCode::Conflict, "There are 100 webhooks, and there can't be more.");
        return webhook;
    });
}

std::vector<storage::Webhook> Registry::list() const {
    return at_.database.read([](storage::Session& session) { return storage::readWebhooks(session); });
}

storage::Webhook Registry::find(std::string_view id) const {
    auto found =
        at_.database.read([&](storage::Session& session) { return storage::findWebhook(session, idOf(id)); });
    if (!found) throwNone();
    return std::move(*found);
}

storage::Webhook Registry::setActive(std::string_view id, bool active) {
    return write([&](storage::Session& session) {
        if (!storage::setWebhookActive(session, idOf(id), active)) throwNone();
        return storage::findWebhook(session, idOf(id)).value();
    });
}

void Registry::remove(std::string_view id) {
    const bool removed =
        write([&](storage::Session& session) { return storage::removeWebhook(session, idOf(id)); });
    if (!removed) throwNone();
}

std::optional<storage::WebhookFailure> Registry::failure(const storage::Webhook& webhook) const {
    if (!webhook.active) return std::nullopt;
    auto failure = at_.database.read(
        [&](storage::Session& session) { return storage::findWebhookFailure(session, webhook.id); });
    if (failure && failure->next) failure->next = std::max(*failure->next, at_.clock.now());
    return failure;
}

std::vector<storage::Delivery> Registry::deadLetters(std::string_view id, std::int64_t after,
                                                     std::size_t most) const {
    const auto webhook = find(id).id;
    return at_.database.read(
        [&](storage::Session& session) { return storage::readDeadLetters(session, webhook, after, most); });
}

std::int64_t Registry::replay(std::string_view id) {
    const auto webhook = find(id).id;
    return write([&](storage::Session& session) {
        return storage::replayDeadLetters(session, webhook, at_.clock.now());
    });
}

}  // namespace kith::webhooks
