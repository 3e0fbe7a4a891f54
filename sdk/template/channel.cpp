// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <kith/sdk/exported_part.hpp>
#include <kith/sdk/json.hpp>
#include <kith/sdk/rows.hpp>
#include <string>
#include <utility>
#include <vector>

namespace guestbook {
namespace {

namespace sdk = kith::sdk;
using nlohmann::json;

// As long as the server takes them.
constexpr std::size_t kMaxId = 200;
constexpr std::size_t kMaxEmail = 2'000;

/// Reads the texts of a body, and collects what the caller is told is wrong with them.
class Reader {
public:
    explicit Reader(std::string_view body) : body_(sdk::parseJson(body).value_or(json())) {
        if (!body_.is_object()) wrong("", "wrong_type", "Must be an object of JSON.");
    }

    /// At most `most` bytes, without U+0000, which no database takes.
    std::string text(const std::string& name, std::size_t most) {
        if (!body_.is_object()) return {};
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            wrong(sdk::pointerTo(name), "required", "Must be given.");
        } else if (!found->is_string()) {
            wrong(sdk::pointerTo(name), "wrong_type", "Must be a text.");
        } else if (auto text = found->get<std::string>(); text.find('\0') != std::string::npos) {
            wrong(sdk::pointerTo(name), "control_character", "Must not hold U+0000.");
        } else if (text.size() > most) {
            wrong(sdk::pointerTo(name), "too_long", "Must have at most " + std::to_string(most) + " bytes.");
        } else {
            return text;
        }
        return {};
    }

    void finish() {
        if (!wrong_.empty()) throw sdk::Failure(sdk::Status::InvalidInput, std::move(wrong_));
    }

private:
    void wrong(std::string pointer, std::string code, std::string detail) {
        wrong_.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }

    json body_;
    std::vector<sdk::Violation> wrong_;
};

/// What the server says of the observation, said of the body that it was made from.
sdk::Failure ofBody(const sdk::Failure& failure) {
    auto violations = failure.violations();
    for (auto& each : violations)
        if (each.pointer.starts_with("/identifiers")) each.pointer = "/email";
    return {failure.status(), std::move(violations)};
}

}  // namespace

sdk::Response Channel::handle(std::size_t /*route*/, const sdk::Request& request) {
    Reader body(request.body());
    // The entry's own id makes a repeated delivery a duplicate.
    const auto id = body.text("id", kMaxId);
    const auto email = body.text("email", kMaxEmail);
    const auto text = body.text("text", config_.maxLength);
    body.finish();
    const json observation{{"id", id},
                           {"identifiers", {{{"type", "email"}, {"value", email}}}},
                           {"activities", {{{"channel", "guestbook"}, {"event", "entry_written"}}}}};
    const auto observed = observation.dump();
    auto answer = host_.observe({.json = observed, .payload = text}, &request);
    if (const sdk::Result result(answer); result.isRejected()) throw ofBody(result.failure());
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

std::size_t Channel::erase(sdk::Session session, const sdk::Profile& person, std::size_t most) {
    return soci_.use(session, [&](soci::session& sql) {
        return sdk::removeRows(sql, {"guestbook_entry", "observation_id", sdk::underHomes(sql, "home_id")},
                               sdk::homeRows(person), most);
    });
}

std::string Channel::exported(sdk::Session session, const sdk::Profile& person, std::string_view cursor,
                              sdk::ObjectSink out) {
    sdk::ExportedPart part(person, cursor);
    soci_.use(session, [&](soci::session& sql) {
        part.byHome("entries", [&](std::int64_t home, const json& after, std::size_t most, auto add) {
            const auto from = after.is_null() ? std::int64_t{0} : after.get<std::int64_t>();
            const auto limit = static_cast<long long>(most);
            long long id = 0;
            std::string text;
            soci::statement found =
                (sql.prepare << "select observation_id, text from guestbook_entry where"
                                " home_id = :home and observation_id > :after"
                                " order by observation_id limit :most",
                 soci::use(home), soci::use(from), soci::use(limit), soci::into(id), soci::into(text));
            found.execute();
            while (found.fetch() && add(id, {{"text", text}})) {
            }
        });
    });
    return part.finish(out);
}

}  // namespace guestbook
