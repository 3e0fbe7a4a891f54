// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

namespace kith::test {

/// One observation that a plugin made.
struct Observed {
    nlohmann::json document;
    std::string payload;
    sdk::Evidence evidence;
};

/// A server that remembers what a plugin asks of it. Sessions are soci::session objects themselves.
class FakeHost {
public:
    explicit FakeHost(const nlohmann::json& options);
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    [[nodiscard]] const kith_host* raw() const { return &host_; }
    [[nodiscard]] static kith_session* handleOf(soci::session& session) {
        return reinterpret_cast<kith_session*>(&session);
    }

    std::int64_t now = 0;
    std::vector<Observed> observed;                 ///< What was accepted.
    kith_status observeStatus = KITH_OK;            ///< Anything else refuses every call.
    std::map<std::string, std::string> rejections;  ///< By observation id: the code of the problem.
    std::set<std::string> nobodys;  ///< The ids of observations of which states alone are taken.
    std::map<std::string, std::pair<int, std::string>> pages;  ///< What http_get finds, by URL.
    std::vector<std::string> fetched;
    std::map<std::string, double> counts;  ///< `events{sendgrid,accepted}`

private:
    static FakeHost& of(void* self) { return *static_cast<FakeHost*>(self); }
    static const void* extension(void* self, kith_str id);
    static std::int64_t nowMs(void* self) { return of(self).now; }
    static void log(void*, kith_log_level, kith_str, const kith_label*, uint32_t) {}
    static void metric(void* self, kith_metric_kind kind, kith_str name, const kith_label* labels,
                       uint32_t count, double value);
    static kith_status observe(void* self, const kith_request* request, const kith_observation* items,
                               uint32_t count, const kith_sink* out);
    static kith_status noSession(void*, kith_session_work, void*, const kith_sink*) { return KITH_INTERNAL; }
    static kith_status sign(void*, kith_str, kith_str, int64_t, const kith_sink*) { return KITH_INTERNAL; }
    static kith_status verify(void*, kith_str, kith_str, const kith_sink*) { return KITH_UNAUTHORIZED; }
    static kith_status keyedHash(void* self, kith_str purpose, kith_str bytes, const kith_sink* out);
    static std::uint32_t hasCategory(void* /*self*/, kith_str /*key*/) { return 0; }
    static kith_status normalize(void*, kith_str, kith_str, const kith_sink*) { return KITH_NOT_FOUND; }
    static kith_status httpGet(void* self, const kith_http_get* get, int32_t* status, const kith_sink* out);

    [[nodiscard]] nlohmann::json resultOf(const nlohmann::json& document);

    std::string options_;
    std::set<std::string> seen_;
    kith_host host_;
};

/// A request to a plugin's route.
struct FakeRequest {
    std::string body;
    sdk::Right right = sdk::Right::None;
    std::map<std::string, std::string> headers = {};  ///< Names in lower case.
};

/// What the plugin answered: a response, or a failure with the code of its first violation.
struct Answer {
    kith_status failure = KITH_OK;
    std::string code;
    int status = 200;
    std::map<std::string, std::string> headers;
    std::string body;

    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body); }
};

/// The plugin that this test is linked with, as the server holds it. Throws sdk::Failure if it refuses its
/// options.
class LoadedPlugin {
public:
    explicit LoadedPlugin(FakeHost& host);
    LoadedPlugin(const LoadedPlugin&) = delete;
    LoadedPlugin& operator=(const LoadedPlugin&) = delete;
    ~LoadedPlugin();

    [[nodiscard]] Answer handle(std::uint32_t route, const FakeRequest& request) const;
    [[nodiscard]] void* instance() const { return instance_; }

private:
    void* instance_ = nullptr;
};

}  // namespace kith::test
