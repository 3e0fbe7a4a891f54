// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <kith/host.h>
#include "collector.hpp"
#include "route.hpp"

namespace kith::sdk {

enum class LogLevel : kith_log_level {
    Debug = KITH_LOG_DEBUG,
    Info = KITH_LOG_INFO,
    Warning = KITH_LOG_WARNING,
    Error = KITH_LOG_ERROR,
};

/// One `key=value` of a log line: names, counts and codes; never personal data or a secret.
struct LogField {
    std::string_view key;
    std::variant<std::string_view, std::int64_t, bool> value;

    [[nodiscard]] kith_label raw() const noexcept {
        kith_value out{KITH_VALUE_TEXT, 0, 0, {}};
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            out.text = sdk::raw(*text);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            out = {KITH_VALUE_INTEGER, 0, *integer, {}};
        } else {
            out = {KITH_VALUE_BOOLEAN, 0, std::get<bool>(value) ? 1 : 0, {}};
        }
        return {sdk::raw(key), out};
    }
};

/// A label of a metric.
struct Label {
    std::string_view key;
    std::string_view value;
};

/// One observation to make: the JSON of `POST /v1/observations`, and what this plugin stores with it.
struct Observation {
    std::string_view json;
    Evidence evidence = Evidence::Attested;
    std::optional<std::string_view> payload = std::nullopt;
};

struct HttpGet {
    std::string_view url;
    std::span<const kith_str> hosts;
    std::uint32_t timeoutMs = 10'000;
    std::uint32_t bodyLimit = 64 * 1024;
};

struct HttpAnswer {
    int status;
    std::string body;
};

/// The server, as a plugin sees it. Thread-safe; valid as long as the plugin's object. Every function that
/// can be refused throws Failure. What each does and may not do stands in kith/host.h.
class Host {
public:
    explicit Host(const kith_host* host) noexcept : host_(host) {}

    [[nodiscard]] std::string_view options() const noexcept { return view(host_->options); }
    [[nodiscard]] std::string_view baseUrl() const noexcept { return view(host_->base_url); }
    [[nodiscard]] std::string_view channelUrl() const noexcept { return view(host_->channel_url); }
    [[nodiscard]] std::int64_t nowMs() const noexcept { return host_->now_ms(host_->self); }

    /// The struct behind the id, or null if this server does not have it.
    template <class Extension>
    [[nodiscard]] const Extension* extension(std::string_view id) const noexcept {
        return static_cast<const Extension*>(host_->extension(host_->self, raw(id)));
    }

    void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) const {
        std::vector<kith_label> labels;
        for (const auto& field : fields) labels.push_back(field.raw());
        host_->log(host_->self, static_cast<kith_log_level>(level), raw(event), labels.data(), size(labels));
    }

    void count(std::string_view name, std::initializer_list<Label> labels = {}, double by = 1) const {
        measure(KITH_METRIC_COUNTER, name, labels, by);
    }
    void gauge(std::string_view name, std::initializer_list<Label> labels, double value) const {
        measure(KITH_METRIC_GAUGE, name, labels, value);
    }
    /// `value` in seconds.
    void histogram(std::string_view name, std::initializer_list<Label> labels, double value) const {
        measure(KITH_METRIC_HISTOGRAM, name, labels, value);
    }

    /// One result document for each observation, in order, once all that was accepted is durable. `request`
    /// is the one being handled, if one is.
    [[nodiscard]] std::vector<std::string> observe(std::span<const Observation> observations,
                                                   const Request* request = nullptr) const {
        std::vector<kith_observation> items;
        for (const auto& each : observations) {
            items.push_back({sizeof(kith_observation), static_cast<kith_evidence>(each.evidence),
                             raw(each.json), each.payload ? raw(*each.payload) : kith_str{}});
        }
        detail::Collector out;
        out.check(host_->observe(host_->self, request == nullptr ? nullptr : request->raw(), items.data(),
                                 size(items), out.sink()));
        return out.takeTexts(items.size());
    }
    [[nodiscard]] std::string observe(const Observation& observation,
                                      const Request* request = nullptr) const {
        return std::move(observe(std::span(&observation, 1), request).front());
    }

    /// `work(Session)` on a writer, in a transaction of its own, committed when this returns. It may run more
    /// than once. What it throws, this throws, and nothing stays.
    template <class Work>
    void write(Work&& work) const {
        runOn(host_->write, work);
    }
    /// `work(Session)` with a session that only reads.
    template <class Work>
    void read(Work&& work) const {
        runOn(host_->read, work);
    }

    [[nodiscard]] std::string sign(std::string_view purpose, std::string_view payload,
                                   std::int64_t expiresAtMs) const {
        detail::Collector out;
        out.check(host_->sign(host_->self, raw(purpose), raw(payload), expiresAtMs, out.sink()));
        return out.takeText();
    }
    /// The payload, or nothing if the token is not genuine or has expired.
    [[nodiscard]] std::optional<std::string> verify(std::string_view purpose, std::string_view token) const {
        detail::Collector out;
        const auto status = host_->verify(host_->self, raw(purpose), raw(token), out.sink());
        if (status == KITH_UNAUTHORIZED) return std::nullopt;
        out.check(status);
        return out.takeText();
    }
    [[nodiscard]] std::string keyedHash(std::string_view purpose, std::string_view bytes) const {
        detail::Collector out;
        out.check(host_->keyed_hash(host_->self, raw(purpose), raw(bytes), out.sink()));
        return out.takeText();
    }

    [[nodiscard]] HttpAnswer httpGet(const HttpGet& get) const {
        const kith_http_get request{sizeof(kith_http_get), get.timeoutMs,   raw(get.url),
                                    get.hosts.data(),      size(get.hosts), get.bodyLimit};
        detail::Collector out;
        std::int32_t status = 0;
        out.check(host_->http_get(host_->self, &request, &status, out.sink()));
        return {status, out.takeText()};
    }

    /// Whether there is a subscription category of that key now: they are made and archived while the server
    /// runs. Options that name categories can be checked with it in the plugin's constructor.
    [[nodiscard]] bool hasCategory(std::string_view key) const noexcept {
        return host_->has_category(host_->self, raw(key)) != 0;
    }

    /// The value under which people have an identifier that is given so; nothing if nobody can have it.
    [[nodiscard]] std::optional<std::string> normalize(std::string_view type, std::string_view given) const {
        detail::Collector out;
        const auto status = host_->normalize(host_->self, raw(type), raw(given), out.sink());
        if (status == KITH_NOT_FOUND) return std::nullopt;
        out.check(status);
        return out.takeText();
    }

private:
    using Runner = kith_status (*)(void*, kith_session_work, void*, const kith_sink*);

    template <class Container>
    static std::uint32_t size(const Container& container) noexcept {
        return static_cast<std::uint32_t>(container.size());
    }

    void measure(kith_metric_kind kind, std::string_view name, std::initializer_list<Label> labels,
                 double value) const {
        std::vector<kith_label> all;
        for (const auto& label : labels) all.push_back(LogField{label.key, label.value}.raw());
        host_->metric(host_->self, kind, raw(name), all.data(), size(all), value);
    }

    /// The exception of `work` stays on this side: the server only sees a status.
    template <class Work>
    void runOn(Runner runner, Work& work) const {
        struct Context {
            Work& work;
            std::exception_ptr thrown;
        } context{work, nullptr};
        const kith_session_work call = [](void* self, kith_session* session,
                                          const kith_sink* out) -> kith_status {
            auto& to = *static_cast<Context*>(self);
            return detail::guarded(out, [&] {
                to.thrown = nullptr;
                try {
                    to.work(Session{session});
                } catch (...) {
                    to.thrown = std::current_exception();
                    throw;
                }
            });
        };
        detail::Collector out;
        const auto status = runner(host_->self, call, &context, out.sink());
        if (status != KITH_OK && context.thrown) std::rethrow_exception(context.thrown);
        out.check(status);
    }

    const kith_host* host_;
};

}  // namespace kith::sdk
