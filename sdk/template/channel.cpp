// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <kith/sdk/json.hpp>
#include <kith/sdk/rows.hpp>
#include <utility>

namespace guestbook {
namespace {

namespace sdk = kith::sdk;
using nlohmann::json;

/// A text of the body, without U+0000, which no database takes. Throws what the caller is told.
std::string textOf(const json& body, const std::string& name) {
    const auto found = body.is_object() ? body.find(name) : body.end();
    if (found == body.end() || !found->is_string()) {
        throw sdk::Failure(sdk::Status::InvalidInput, {{"/" + name, "wrong_type", "Must be a text."}});
    }
    auto text = found->get<std::string>();
    if (text.find('\0') != std::string::npos) {
        throw sdk::Failure(sdk::Status::InvalidInput, {{"/" + name, "control_character", "Holds U+0000."}});
    }
    return text;
}

}  // namespace

sdk::Response Channel::handle(std::size_t /*route*/, const sdk::Request& request) {
    const auto body = sdk::parseJson(request.body()).value_or(json());
    const auto text = textOf(body, "text");
    if (text.size() > config_.maxLength) {
        throw sdk::Failure(sdk::Status::InvalidInput,
                           {{"/text", "too_long", "Is longer than an entry may be."}});
    }
    // The entry's own id makes a repeated delivery a duplicate.
    const json observation{{"id", textOf(body, "id")},
                           {"identifiers", {{{"type", "email"}, {"value", textOf(body, "email")}}}},
                           {"activities", {{{"channel", "guestbook"}, {"event", "entry_written"}}}}};
    const auto observed = observation.dump();
    auto answer = host_.observe({.json = observed, .payload = text}, &request);
    if (const sdk::Result result(answer); result.isRejected()) throw result.failure();
    return sdk::Response::json(std::move(answer));
}

void Channel::apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) {
    auto rows = json::array();
    for (const auto item : items) {
        rows.push_back(
            {{"observation_id", item.observationId()}, {"home_id", item.homeId()}, {"text", item.payload()}});
    }
    const auto all = rows.dump();
    soci_.use(session, [&](soci::session& sql) {
        sql << "insert into guestbook_entry (observation_id, home_id, text)"
               " select r.observation_id, r.home_id, r.text from "
            << sdk::rowTable(sql, {{"observation_id", "bigint"}, {"home_id", "bigint"}, {"text", "text"}}),
            soci::use(all, "rows");
    });
}

void Channel::panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
                    sdk::ObjectSink out) {
    auto rows = json::array();
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (const auto home : profiles[i].homes()) rows.push_back({{"place", i}, {"home_id", home}});
    }
    const auto all = rows.dump();
    soci_.use(session, [&](soci::session& sql) {
        long long place = 0;
        long long count = 0;
        soci::statement statement =
            (sql.prepare << "select r.place, count(*) from guestbook_entry e join "
                         << sdk::rowTable(sql, {{"place", "bigint"}, {"home_id", "bigint"}})
                         << " on e.home_id = r.home_id group by r.place",
             soci::use(all, "rows"), soci::into(place), soci::into(count));
        statement.execute();
        while (statement.fetch()) {
            out.put(static_cast<std::size_t>(place), "{\"entries\": " + std::to_string(count) + "}");
        }
    });
}

}  // namespace guestbook
