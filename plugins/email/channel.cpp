// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <algorithm>
#include <array>

#include <kith/sdk/json.hpp>
#include <nlohmann/json.hpp>

#include "json.hpp"

namespace kith::email {
namespace {

using nlohmann::json;
using sdk::Failure;
using sdk::Status;

constexpr std::size_t kObservationsAtOnce = 500;
constexpr std::size_t kMaxViolations = 20;

/// How the events of a request ended.
struct Tally {
    std::size_t accepted = 0;
    std::size_t duplicate = 0;
    std::size_t ignored = 0;
    std::size_t malformed = 0;
    std::size_t rejected = 0;
};

bool holdsWriteKey(const sdk::Request& request) {
    return request.right() == sdk::Right::Write || request.right() == sdk::Right::Admin;
}

json parsed(std::string_view body) {
    auto document = parseDocument(body);
    if (!document) throw Failure(Status::InvalidInput, "malformed_json", "The body is no JSON.");
    return std::move(*document);
}

/// Amazon SNS sends the user name of a subscription's URL, which is the key, only after it was asked for one.
sdk::Response keyNeeded() {
    const json problem{{"type", "urn:kith:problem:unauthorized"},
                       {"title", "No valid key"},
                       {"status", 401},
                       {"detail", "A notification without a signature needs a key with the right to write."},
                       {"code", "unauthorized"}};
    return {.status = 401,
            .headers = {{"Content-Type", "application/problem+json"},
                        {"WWW-Authenticate", "Basic realm=\"kith\""}},
            .body = problem.dump()};
}

/// Amazon also sends texts that are no notification, when a topic is set up.
void readMessage(const SnsEnvelope& envelope, const SesSettings& settings, Batch& batch) {
    if (const auto notification = parseDocument(envelope.message)) {
        readSes(*notification, settings, batch);
    } else {
        ++batch.ignored;
    }
}

/// Counts one result of `observe`. A failure that passes is thrown, so that the provider tries again: what
/// was accepted is a duplicate then. Both kinds of notification may tell one event, in different words.
void count(const sdk::Result& result, Tally& tally) {
    if (result.isForNow()) {
        throw Failure(Status::Unavailable, "try_again",
                      "Not everything could be written; please send it again.");
    }
    ++(result.isRepeat() ? tally.duplicate : result.isRejected() ? tally.rejected : tally.accepted);
}

void report(const sdk::Host& host, std::string_view provider, const Tally& tally) {
    const std::array<std::pair<std::string_view, std::size_t>, 5> counts{{{"accepted", tally.accepted},
                                                                          {"duplicate", tally.duplicate},
                                                                          {"ignored", tally.ignored},
                                                                          {"malformed", tally.malformed},
                                                                          {"rejected", tally.rejected}}};
    for (const auto& [result, number] : counts) {
        if (number > 0)
            host.count("events", {{"provider", provider}, {"result", result}}, static_cast<double>(number));
    }
    if (tally.malformed + tally.rejected > 0) {
        host.log(sdk::LogLevel::Warning, "provider_events_refused",
                 {{"provider", provider},
                  {"malformed", static_cast<std::int64_t>(tally.malformed)},
                  {"rejected", static_cast<std::int64_t>(tally.rejected)}});
    }
}

sdk::Response answer(const Tally& tally) {
    return sdk::Response::json(json{
        {"accepted", tally.accepted},
        {"duplicate", tally.duplicate},
        {"ignored", tally.ignored},
        {"malformed", tally.malformed},
        {"rejected",
         tally.rejected}}.dump());
}

sdk::Violation violation(std::string pointer, sdk::Rejection why) {
    return {std::move(pointer), std::move(why.code), std::move(why.detail)};
}

Failure malformed(std::vector<sdk::Violation> violations) {
    if (violations.size() > kMaxViolations) violations.resize(kMaxViolations);
    return {Status::InvalidInput, std::move(violations)};
}

/// Reads the elements of a body that is an array, each of which says what is wrong with it at its place.
template <class Read>
void readEach(const json& document, Batch& batch, const Read& read) {
    std::size_t place = 0;
    for (const auto& element : document) {
        auto event = batch.events.size();
        auto wrong = batch.malformed.size();
        read(element);
        const auto pointer = '/' + std::to_string(place++);
        for (; event < batch.events.size(); ++event) batch.events[event].pointer = pointer;
        for (; wrong < batch.malformed.size(); ++wrong) batch.malformed[wrong].pointer = pointer;
    }
}

}  // namespace

EmailChannel::EmailChannel(const sdk::Host& host, const AddressNormalizer& normalizer, Config config)
    : host_(host),
      normalizer_(normalizer),
      config_(std::move(config)),
      certificates_([this](const AmazonUrl& url) { return fetch(url); }),
      sns_(config_.topics, config_.snsWindowMs, certificates_),
      sendGrid_(config_.sendGridKeys, config_.sendGridWindowMs),
      store_(host) {}

sdk::Response EmailChannel::handle(std::size_t route, const sdk::Request& request) {
    return route == Ses ? handleSes(request) : handleSendGrid(request);
}

sdk::Response EmailChannel::handleSes(const sdk::Request& request) {
    const auto document = parsed(request.body());
    const bool isNotification = textOf(document, "Type") == "Notification";
    if (isSnsEnvelope(document) && !(isNotification && holdsWriteKey(request)))
        return handleEnvelope(document, request);

    if (request.right() == sdk::Right::None) return keyNeeded();
    if (!holdsWriteKey(request)) throw Failure(Status::Forbidden, "right_needed", "This key may not write.");
    Batch batch;
    if (document.is_array()) {
        readEach(document, batch, [&](const json& each) { readForwarded(each, batch); });
    } else {
        readForwarded(document, batch);
    }
    return record(std::move(batch), "ses", request);
}

sdk::Response EmailChannel::handleEnvelope(const json& document, const sdk::Request& request) {
    const auto outcome = readSnsEnvelope(document);
    if (const auto* rejection = std::get_if<sdk::Rejection>(&outcome))
        throw malformed({violation("", *rejection)});
    const auto& envelope = std::get<SnsEnvelope>(outcome);
    sns_.verify(envelope, host_.nowMs());

    Batch batch;
    switch (envelope.type) {
        case SnsEnvelope::Type::Notification:
            readMessage(envelope, config_.ses, batch);
            break;
        case SnsEnvelope::Type::SubscriptionConfirmation:
            confirm(envelope);
            ++batch.ignored;
            break;
        case SnsEnvelope::Type::UnsubscribeConfirmation:
            host_.log(sdk::LogLevel::Warning, "sns_unsubscribed");
            ++batch.ignored;
            break;
    }
    return record(std::move(batch), "ses", request);
}

void EmailChannel::readForwarded(const json& document, Batch& batch) const {
    if (!isSnsEnvelope(document)) return readSes(document, config_.ses, batch);
    const auto outcome = readSnsEnvelope(document);
    if (const auto* rejection = std::get_if<sdk::Rejection>(&outcome)) {
        batch.malformed.push_back(violation("", *rejection));
    } else {
        readMessage(std::get<SnsEnvelope>(outcome), config_.ses, batch);
    }
}

void EmailChannel::confirm(const SnsEnvelope& envelope) const {
    const auto url = parseConfirmationUrl(envelope.subscribeUrl, envelope.topicArn);
    if (!url) {
        throw Failure(Status::Forbidden, "subscribe_url",
                      "The address to confirm at is not one of Amazon SNS for this topic.");
    }
    static_cast<void>(fetch(*url));
    host_.log(sdk::LogLevel::Info, "sns_subscription_confirmed");
}

std::string EmailChannel::fetch(const AmazonUrl& url) const {
    const std::array<kith_str, 1> hosts{sdk::raw(url.host)};
    auto got = host_.httpGet({.url = url.text, .hosts = hosts, .timeoutMs = 10'000, .bodyLimit = 64 * 1024});
    if (got.status != 200) {
        throw Failure(Status::Unavailable, "amazon_unavailable", "Amazon SNS did not answer as expected.");
    }
    return std::move(got.body);
}

sdk::Response EmailChannel::handleSendGrid(const sdk::Request& request) {
    sendGrid_.verify(request.header("X-Twilio-Email-Event-Webhook-Signature").value_or(""),
                     request.header("X-Twilio-Email-Event-Webhook-Timestamp").value_or(""), request.body(),
                     host_.nowMs());
    const auto document = parsed(request.body());
    if (!document.is_array()) {
        throw Failure(Status::InvalidInput, "malformed_batch", "The body is no array of events.");
    }
    Batch batch;
    readEach(document, batch, [&](const json& event) { readSendGrid(event, config_.sendGrid, batch); });
    return record(std::move(batch), "sendgrid", request);
}

sdk::Response EmailChannel::record(Batch batch, std::string_view provider,
                                   const sdk::Request& request) const {
    const KeyedHash hash = [this](std::string_view text) { return host_.keyedHash("recipient", text); };
    std::vector<Written> written;
    const auto now = host_.nowMs();
    for (auto& event : batch.events) {
        // What we hear of has happened: if it is dated ahead, a clock is wrong, perhaps ours.
        event.atMs = std::min(event.atMs, now);
        const auto address = normalizer_.normalize(event.recipient);
        if (const auto* rejection = std::get_if<sdk::Rejection>(&address)) {
            batch.malformed.push_back(violation(event.pointer, *rejection));
        } else {
            written.push_back(write(event, std::get<std::string>(address), hash));
        }
    }
    if (written.empty() && batch.ignored == 0 && !batch.malformed.empty())
        throw malformed(std::move(batch.malformed));

    Tally tally{.ignored = batch.ignored, .malformed = batch.malformed.size()};
    std::vector<sdk::Observation> observations;
    for (const auto& each : written) {
        observations.push_back(
            {.json = each.json, .evidence = sdk::Evidence::Attested, .payload = each.payload});
        if (each.payload.empty()) observations.back().payload.reset();
    }
    for (std::size_t begin = 0; begin < observations.size(); begin += kObservationsAtOnce) {
        const auto size = std::min(kObservationsAtOnce, observations.size() - begin);
        for (const auto& result : host_.observe(std::span(observations).subspan(begin, size), &request)) {
            count(sdk::Result(result), tally);
        }
    }
    report(host_, provider, tally);
    return answer(tally);
}

void EmailChannel::apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) {
    store_.apply(session, items);
}

void EmailChannel::panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
                         sdk::ObjectSink out) {
    store_.panel(session, profiles, out);
}

std::size_t EmailChannel::erase(sdk::Session session, const sdk::Profile& person, std::size_t most) {
    return store_.erase(session, person, most);
}

std::string EmailChannel::exported(sdk::Session session, const sdk::Profile& person, std::string_view cursor,
                                   sdk::ObjectSink out) {
    return store_.exported(session, person, cursor, out);
}

}  // namespace kith::email
