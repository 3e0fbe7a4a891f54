// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/host.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"
#include "core/plugins/request.hpp"
#include "core/plugins/session.hpp"
#include "core/plugins/status.hpp"

namespace kith::plugins {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::uint32_t kMaxItems = 5'000;
constexpr std::size_t kMaxPayload = std::size_t{64} * 1024;
constexpr std::size_t kMaxCommand = std::size_t{64} * 1024;
constexpr std::uint32_t kMaxLabels = 10;
constexpr std::size_t kMaxPurpose = 64;

void reject(const kith_sink* out, std::string_view pointer, std::string_view code,
            std::string_view detail) noexcept {
    out->reject(out->self, raw(pointer), raw(code), raw(detail));
}

/// Runs what a plugin asked for, and tells it what went wrong.
template <class Work>
kith_status answer(const kith_sink* out, Work&& work) noexcept {
    try {
        std::forward<Work>(work)();
        return KITH_OK;
    } catch (const Error& error) {
        for (const auto& each : error.violations()) reject(out, each.pointer, each.code, each.detail);
        if (error.violations().empty()) reject(out, "", base::codeName(error.code()), error.detail());
        return toStatus(error.code());
    } catch (...) {
        reject(out, "", "internal", "The server failed.");
        return KITH_INTERNAL;
    }
}

void refuseWithSession() {
    if (SessionHandle::isHeldHere()) {
        throw Error(ErrorCode::Conflict, "This can't be called while the thread holds a database session.");
    }
}

std::string_view purposeOf(kith_str purpose) {
    if (purpose.data == nullptr || purpose.size == 0 || purpose.size > kMaxPurpose) {
        throw Error(ErrorCode::InvalidInput, "A purpose has 1 to 64 bytes.");
    }
    return view(purpose);
}

void give(const kith_sink* out, std::string_view text) noexcept {
    out->text(out->self, 0, raw(text));
}

/// The plugin's work on a session, with what it rejected as an Error.
void runWork(soci::session& sql, kith_session_work work, void* context) {
    SessionHandle session(sql);
    CallSink sink(1);
    const auto status = work(context, session.abi(), sink.abi());
    if (status != KITH_OK) {
        throw Error(toErrorCode(status), "The plugin's work on the database failed.",
                    std::move(sink.violations()));
    }
}

base::LogLevel levelOf(kith_log_level level) noexcept {
    switch (level) {
        case KITH_LOG_DEBUG:
            return base::LogLevel::Debug;
        case KITH_LOG_INFO:
            return base::LogLevel::Info;
        case KITH_LOG_WARNING:
            return base::LogLevel::Warning;
        default:
            return base::LogLevel::Error;
    }
}

bool isKey(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool sameHost(std::string_view a, std::string_view b) noexcept {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

bool mayFetch(std::string_view url, const kith_str* hosts, std::size_t count) noexcept {
    constexpr std::string_view scheme = "https://";
    if (url.size() > 2'000 || !url.starts_with(scheme)) return false;
    const bool plain =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
    url.remove_prefix(scheme.size());
    auto host = url.substr(0, url.find_first_of("/?#"));
    if (host.ends_with(":443")) host.remove_suffix(4);
    return plain && !host.empty() &&
           std::any_of(hosts, hosts + count, [&](kith_str each) { return sameHost(host, view(each)); });
}

Host::Host(const Surroundings& surroundings, std::string plugin, std::string options,
           std::string_view channel)
    : to_(surroundings),
      plugin_(std::move(plugin)),
      options_(std::move(options)),
      channelUrl_(channel.empty() ? std::string{} : to_.baseUrl + "/channels/" + std::string(channel)),
      abi_{sizeof(kith_host), KITH_ABI_MAJOR,   KITH_ABI_MINOR, this,           raw(options_),
           raw(to_.baseUrl),  raw(channelUrl_), &onExtension,   &onNow,         &onLog,
           &onMetric,         &onObserve,       &onWrite,       &onRead,        &onSign,
           &onVerify,         &onKeyedHash,     &onHttpGet,     &onHasCategory, &onNormalize},
      commands_{sizeof(kith_commands), 0, this, &onCommand} {}

const void* Host::onExtension(void* self, kith_str id) noexcept {
    if (view(id) == kCommands) return &static_cast<const Host*>(self)->commands_;
    return sociExtension(view(id));
}

std::int64_t Host::onNow(void* self) noexcept {
    return base::toMillis(static_cast<const Host*>(self)->to_.clock.now());
}

void Host::onLog(void* self, kith_log_level level, kith_str event, const kith_label* fields,
                 std::uint32_t count) noexcept {
    const auto& host = *static_cast<const Host*>(self);
    try {
        std::vector<base::LogField> all{{"plugin", std::string_view(host.plugin_)}};
        for (std::uint32_t i = 0; i < std::min(count, kMaxLabels); ++i) {
            const auto& value = fields[i].value;
            if (!isKey(view(fields[i].key))) continue;
            switch (value.kind) {
                case KITH_VALUE_BOOLEAN:
                    all.push_back({view(fields[i].key), value.integer != 0});
                    break;
                case KITH_VALUE_INTEGER:
                    all.push_back({view(fields[i].key), value.integer});
                    break;
                default:
                    all.push_back({view(fields[i].key), view(value.text)});
                    break;
            }
        }
        host.to_.log.writeFields(levelOf(level), isKey(view(event)) ? view(event) : "plugin_event", all);
    } catch (...) {
        return;  // A line that can't be written has no one to be told to.
    }
}

void Host::onMetric(void* self, kith_metric_kind kind, kith_str name, const kith_label* labels,
                    std::uint32_t count, double value) noexcept {
    const auto& host = *static_cast<const Host*>(self);
    try {
        if (!isKey(view(name)) || count > kMaxLabels || (kind == KITH_METRIC_COUNTER && !(value >= 0)))
            return;
        MetricLabels all;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (!isKey(view(labels[i].key)) || !base::isText(view(labels[i].value.text))) return;
            all.emplace_back(view(labels[i].key), view(labels[i].value.text));
        }
        const auto of = kind == KITH_METRIC_COUNTER ? MetricKind::Counter
                        : kind == KITH_METRIC_GAUGE ? MetricKind::Gauge
                                                    : MetricKind::Histogram;
        host.to_.services.measure(host.plugin_, of,
                                  "kith_plugin_" + host.plugin_ + "_" + std::string(view(name)), all, value);
    } catch (...) {
        return;  // Measuring never disturbs what is measured.
    }
}

kith_status Host::onObserve(void* self, const kith_request* request, const kith_observation* items,
                            std::uint32_t count, const kith_sink* out) noexcept {
    return answer(out, [&] { static_cast<const Host*>(self)->observe(request, items, count, out); });
}

void Host::observe(const kith_request* request, const kith_observation* items, std::uint32_t count,
                   const kith_sink* out) const {
    refuseWithSession();
    if (count > kMaxItems) throw Error(ErrorCode::TooLarge, "At most 5,000 observations come at once.");
    const auto* context = RequestContext::of(request);
    std::vector<PluginObservation> all;
    all.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto item = readStruct(elementAt(items, i));
        if (!item) throw Error(ErrorCode::Plugin, "An observation is cut short.");
        if (item->payload.size > kMaxPayload)
            throw Error(ErrorCode::TooLarge, "A payload has at most 64 KiB.");
        const bool attested =
            item->evidence == KITH_EVIDENCE_ATTESTED && (context == nullptr || context->mayAttest());
        auto& observation = all.emplace_back(PluginObservation{view(item->json), attested, std::nullopt});
        if (context != nullptr && context->request().identity)
            observation.identity = &*context->request().identity;
        if (context != nullptr && context->request().readIdentity)
            observation.readIdentity = &context->request().readIdentity;
        if (item->payload.data != nullptr) observation.payload = view(item->payload);
    }
    const auto results = to_.services.observe(plugin_, all);
    for (std::uint32_t i = 0; i < results.size(); ++i) {
        // What a public caller is told must not say whether the person was known.
        const bool uniform = results[i].accepted && context != nullptr && context->isPublic();
        out->text(out->self, i,
                  raw(uniform ? R"({"result":"accepted"})" : std::string_view(results[i].json)));
    }
}

kith_status Host::onCommand(void* self, const kith_request* request, kith_str json,
                            const kith_sink* out) noexcept {
    return answer(out, [&] { give(out, static_cast<const Host*>(self)->command(request, view(json))); });
}

std::string Host::command(const kith_request* request, std::string_view json) const {
    refuseWithSession();
    const auto* context = RequestContext::of(request);
    if (context != nullptr && !context->mayAttest()) {
        throw Error(ErrorCode::Forbidden,
                    "A call with the right `public` or `read`, or on a route for it, only claims: no command "
                    "is carried out in it.");
    }
    if (json.size() > kMaxCommand) throw Error(ErrorCode::TooLarge, "A command has at most 64 KiB.");
    return to_.services.command(plugin_, json);
}

kith_status Host::onWrite(void* self, kith_session_work work, void* context, const kith_sink* out) noexcept {
    return answer(out, [&] {
        refuseWithSession();
        static_cast<const Host*>(self)->to_.services.write(
            [&](soci::session& sql) { runWork(sql, work, context); });
    });
}

kith_status Host::onRead(void* self, kith_session_work work, void* context, const kith_sink* out) noexcept {
    return answer(out, [&] {
        refuseWithSession();
        static_cast<const Host*>(self)->to_.services.read(
            [&](soci::session& sql) { runWork(sql, work, context); });
    });
}

kith_status Host::onSign(void* self, kith_str purpose, kith_str payload, std::int64_t expires,
                         const kith_sink* out) noexcept {
    return answer(out, [&] {
        const auto& host = *static_cast<const Host*>(self);
        give(out, host.to_.tokens.sign(host.plugin_, purposeOf(purpose), view(payload),
                                       base::fromMillis(expires)));
    });
}

kith_status Host::onVerify(void* self, kith_str purpose, kith_str token, const kith_sink* out) noexcept {
    return answer(out, [&] {
        const auto& host = *static_cast<const Host*>(self);
        const auto payload =
            host.to_.tokens.verify(host.plugin_, purposeOf(purpose), view(token), host.to_.clock.now());
        if (!payload) throw Error(ErrorCode::Unauthorized, "The token is not genuine, or has expired.");
        give(out, *payload);
    });
}

kith_status Host::onKeyedHash(void* self, kith_str purpose, kith_str bytes, const kith_sink* out) noexcept {
    return answer(out, [&] {
        const auto& host = *static_cast<const Host*>(self);
        give(out, host.to_.tokens.keyedHash(host.plugin_, purposeOf(purpose), view(bytes)));
    });
}

kith_status Host::onHttpGet(void* self, const kith_http_get* get, std::int32_t* status,
                            const kith_sink* out) noexcept {
    return answer(out, [&] {
        refuseWithSession();
        const auto what = readStruct(get);
        if (!what) throw Error(ErrorCode::Plugin, "The request is cut short.");
        static_cast<const Host*>(self)->fetch(*what, *status, out);
    });
}

std::uint32_t Host::onHasCategory(void* self, kith_str key) noexcept {
    const auto& hasCategory = static_cast<const Host*>(self)->to_.hasCategory;
    return hasCategory && hasCategory(view(key)) ? 1 : 0;
}

kith_status Host::onNormalize(void* self, kith_str type, kith_str given, const kith_sink* out) noexcept {
    return answer(out, [&] {
        const auto value = static_cast<const Host*>(self)->to_.services.normalize(view(type), view(given));
        if (!value) throw Error(ErrorCode::NotFound, "Nobody can have such an identifier.");
        give(out, *value);
    });
}

void Host::fetch(const kith_http_get& get, std::int32_t& status, const kith_sink* out) const {
    constexpr std::uint32_t maxTimeout = 30'000;
    constexpr std::uint32_t maxBody = 1024 * 1024;
    if (!mayFetch(view(get.url), get.hosts, get.host_count)) {
        throw Error(ErrorCode::Forbidden, "The URL is not https to one of the hosts that are allowed.");
    }
    const auto got = to_.services.fetch(
        {std::string(view(get.url)), std::chrono::milliseconds(std::clamp(get.timeout_ms, 1U, maxTimeout)),
         std::min(get.body_limit, maxBody)});
    status = got.status;
    give(out, got.body);
}

}  // namespace kith::plugins
