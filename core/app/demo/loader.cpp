// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/loader.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace kith::app::demo {
namespace {

using base::Error;
using base::ErrorCode;
using Json = nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kObservations = 1000;  ///< In one request; the server takes 5,000 and 8 MiB.
constexpr std::size_t kEvents = 500;         ///< The same; the plugins take 500 receipts and 1 MiB.
constexpr int kTries = 20;
constexpr seconds kLongestWait{30};
constexpr std::array kPlugins{"email", "fields", "phone", "push", "telegram", "widget"};

bool isForNow(int status) {
    return status == 429 || status == 503;
}

/// Whether the server could not write now, all of it or an item. What it could is a repeat the next time.
bool isForNow(const http::ClientAnswer& answer) {
    if (isForNow(answer.status)) return true;
    const auto body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("results")) return false;
    const auto& results = body["results"];
    return std::any_of(results.begin(), results.end(), [](const Json& result) {
        return result.contains("problem") && isForNow(result["problem"].value("status", 0));
    });
}

/// The problem of a failed call, in words.
Error failure(const http::ClientAnswer& answer, const http::ClientRequest& request) {
    const auto problem = Json::parse(answer.body, nullptr, false);
    const auto said = problem.is_object() ? problem.value("detail", "") : std::string();
    if (answer.status == 401) return {ErrorCode::Unauthorized, "the server does not know this key"};
    if (answer.status == 403) {
        return {ErrorCode::Forbidden,
                "this key may not write; make one that may: kith key create --name demo --right write"};
    }
    return {ErrorCode::Internal, "the server answered " + request.method + ' ' + request.path + " with " +
                                     std::to_string(answer.status) + (said.empty() ? "" : ": " + said)};
}

template <class Send>
void inBatches(const std::vector<const Call*>& calls, std::size_t most, Send send) {
    for (std::size_t begin = 0; begin < calls.size(); begin += most) {
        auto batch = Json::array();
        for (auto i = begin; i < std::min(begin + most, calls.size()); ++i) batch.push_back(calls[i]->body);
        send(batch);
    }
}

}  // namespace

base::Time Loader::findStart(const Scale& scale) {
    const auto items = call("GET", "/v1/plugins", nullptr).value("items", Json::array());
    for (const auto* wanted : kPlugins) {
        const auto isThere = [&](const Json& plugin) {
            return plugin.value("name", "") == wanted && plugin.value("state", "") == "running";
        };
        if (std::none_of(items.begin(), items.end(), isThere)) {
            throw Error(ErrorCode::Plugin, std::string("the demonstration needs the plugin ") + wanted +
                                               ", which does not run on the server");
        }
    }
    const auto first = send({"GET", "/v1/profiles/external_id:" + externalIdOf(scale, 0), "", {}});
    if (first.status == 200) {
        if (const auto begun = base::parseRfc3339(Json::parse(first.body)["created_at"].get<std::string>()))
            return *begun;
    }
    return std::chrono::floor<std::chrono::minutes>(clock_.now()) - std::chrono::hours(24) * scale.days;
}

void Loader::load(std::span<const Call> calls) {
    std::map<Route, Bodies> byRoute;
    for (const auto& each : calls) byRoute[each.route].push_back(&each);
    for (const auto& [route, list] : byRoute) loadRoute(route, list);
}

void Loader::loadRoute(Route route, const Bodies& calls) {
    const auto one = [&](const char* method, const char* path) {
        for (const auto* each : calls) count(call(method, path, each->body));
    };
    switch (route) {
        case Route::WidgetDefinition:
            for (const auto* each : calls) defineWidget(*each);
            return;
        case Route::Observation:
            return loadObservations(calls);
        case Route::SesEvent:
            return loadSesEvents(calls);
        case Route::PushToken:
            return one("PUT", "/channels/push/tokens");
        case Route::PushTokenDrop:
            return one("DELETE", "/channels/push/tokens");
        case Route::PushSubscription:
            return one("PUT", "/channels/push/subscriptions");
        case Route::PushReceipt:
            return loadReceipts(calls);
        case Route::TelegramStart:
            for (const auto* each : calls) startTelegram(*each);
            return;
        case Route::TelegramUpdate:
            for (const auto* each : calls) updateTelegram(each->body);
            return;
        case Route::WidgetEvent:
            for (const auto* each : calls) showWidget(*each);
            return;
    }
}

void Loader::loadObservations(const Bodies& calls) {
    inBatches(calls, kObservations,
              [this](const Json& batch) { countAll(call("POST", "/v1/observations", batch)); });
}

void Loader::loadSesEvents(const Bodies& calls) {
    inBatches(calls, kEvents, [this](const Json& batch) {
        const auto answer = call("POST", "/channels/email/ses", batch);
        const auto add = [&](auto& counts, const char* result, const std::string& name) {
            if (const auto number = answer[result].get<std::size_t>(); number > 0) counts[name] += number;
        };
        add(tally_.results, "accepted", "accepted of Amazon SES");
        add(tally_.results, "duplicate", "duplicate");
        for (const auto* bad : {"ignored", "malformed", "rejected"})
            add(tally_.rejected, bad, std::string("an event of Amazon SES was ") + bad);
    });
}

void Loader::loadReceipts(const Bodies& calls) {
    inBatches(calls, kEvents, [this](const Json& batch) {
        countAll(call("PUT", "/channels/push/receipts", Json{{"receipts", batch}}));
    });
}

void Loader::defineWidget(const Call& given) {
    auto definition = given.body;
    const auto id = definition["id"].get<std::string>();
    definition.erase("id");
    static_cast<void>(call("PUT", "/channels/widget/definitions/" + id, definition));
}

void Loader::startTelegram(const Call& given) {
    if (!bot_) {
        ++tally_.skipped;
        return;
    }
    const auto link = call("POST", "/channels/telegram/links",
                           {{"bot", bot_->name}, {"identifier", given.body["identifier"]}});
    auto update = given.body["update"];
    update["message"]["text"] = "/start " + link["start"].get<std::string>();
    updateTelegram(update);
}

void Loader::updateTelegram(const Json& update) {
    if (!bot_) {
        ++tally_.skipped;
        return;
    }
    count(call("POST", "/channels/telegram/updates/" + bot_->name, update,
               {"X-Telegram-Bot-Api-Secret-Token: " + bot_->secretToken}));
}

void Loader::showWidget(const Call& given) {
    auto event = given.body["event"];
    const auto age = clock_.now() - given.at;
    // The plugin takes nothing older than a day: what is told again later is known by its id.
    event["age_ms"] = std::clamp<milliseconds>(age, milliseconds(0), std::chrono::hours(24)).count();
    countAll(call("POST", "/channels/widget/events",
                  {{"cookie", given.body["cookie"]},
                   {"session", given.body["session"]},
                   {"events", Json::array({std::move(event)})}},
                  {"User-Agent: " + given.body["browser"].get<std::string>()}));
}

Json Loader::call(const std::string& method, const std::string& path, const Json& body,
                  const std::vector<std::string>& headers) {
    const http::ClientRequest request{method, path, body.is_null() ? std::string() : body.dump(), headers};
    const auto answer = send(request);
    if (answer.status < 200 || answer.status > 299) throw failure(answer, request);
    auto read = Json::parse(answer.body, nullptr, false);
    if (!read.is_object())
        throw Error(ErrorCode::Internal, "the server at this URL does not answer like kith");
    return read;
}

http::ClientAnswer Loader::send(const http::ClientRequest& request) {
    for (int tries = 1;; ++tries) {
        auto answer = client_.send(request);
        if (!isForNow(answer) || tries == kTries) return answer;
        pause_(std::clamp<seconds>(answer.retryAfter, seconds(1), kLongestWait));
    }
}

void Loader::countAll(const Json& answer) {
    for (const auto& result : answer["results"]) count(result);
}

void Loader::count(const Json& result) {
    const auto name = result.value("result", "");
    if (name == "rejected") {
        const auto& problem = result["problem"];
        // Each time a chat is started by a new link, which is other words for the same.
        if (problem.value("code", "") == "id_reused") {
            ++tally_.results["duplicate"];
        } else {
            ++tally_.results[name];
            ++tally_.rejected[problem.value("detail", "")];
        }
        return;
    }
    ++tally_.results[name];
    for (const auto& refused : result.value("refused", Json::array()))
        ++tally_.refusals[refused.value("code", "")];
    for (const auto& warning : result.value("warnings", Json::array())) {
        ++tally_.warnings[warning.value("code", "") + " at " + warning.value("pointer", "") + ": " +
                          warning.value("detail", "")];
    }
}

}  // namespace kith::app::demo
