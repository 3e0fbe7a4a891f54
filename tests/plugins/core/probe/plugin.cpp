// SPDX-License-Identifier: Apache-2.0
// A plugin whose routes call one function of the host each, so that tests see the boundary from both sides.
#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "embedded.hpp"

namespace {

namespace sdk = kith::sdk;

class Probe final : public sdk::Plugin, public sdk::Channel {
public:
    explicit Probe(const sdk::Host& host) : host_(host), soci_(host), commands_(host) {}

    void start() override { host_.log(sdk::LogLevel::Info, "probe_started", {{"rows", std::int64_t{0}}}); }
    void stop() override { host_.log(sdk::LogLevel::Info, "probe_stopped"); }
    sdk::Channel* channel() override { return this; }
    const void* extension(std::string_view id) const noexcept override {
        static const int answer = 42;
        return id == "probe.answer/1" ? &answer : nullptr;
    }

    sdk::Response handle(std::size_t route, const sdk::Request& request) override {
        return route == 0 ? echo(request) : sdk::Response::text(ask(*request.param("what"), request));
    }

    void apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) override {
        soci_.use(session, [&](soci::session& sql) {
            for (const auto item : items) {
                const auto home = static_cast<long long>(item.homeId());
                const std::string payload(item.payload());
                if (payload == "observe") (void)host_.observe({.json = "{}"});
                if (payload == "bad")
                    sql << "INSERT INTO probe_nowhere VALUES (:payload)", soci::use(payload);
                std::string text = payload + " of " + std::to_string(item.profileId()) + " at " +
                                   std::to_string(item.homeId()) + " by " +
                                   std::to_string(item.observationId());
                for (const auto each : item.identifiers()) {
                    text += " " + std::string(each.type()) + ":" + std::string(each.value());
                }
                sql << "INSERT INTO probe_row (home, payload) VALUES (:home, :payload)", soci::use(home),
                    soci::use(text);
            }
        });
    }

    void merged(sdk::Session session, sdk::Sequence<sdk::Merge, kith_merge> merges) override {
        soci_.use(session, [&](soci::session& sql) {
            for (const auto merge : merges) {
                const auto text =
                    std::to_string(merge.absorbedId()) + " is " + std::to_string(merge.survivorId());
                sql << "INSERT INTO probe_row (home, payload) VALUES (0, :payload)", soci::use(text);
            }
        });
    }

    void undone(sdk::Session session, sdk::Sequence<sdk::Merge, kith_merge> merges) override {
        soci_.use(session, [&](soci::session& sql) {
            for (const auto merge : merges) {
                const auto text =
                    std::to_string(merge.absorbedId()) + " left " + std::to_string(merge.survivorId());
                sql << "INSERT INTO probe_row (home, payload) VALUES (0, :payload)", soci::use(text);
            }
        });
    }

    void panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
               sdk::ObjectSink out) override {
        soci_.use(session, [&](soci::session& sql) {
            for (std::size_t i = 0; i < profiles.size(); ++i) {
                long long rows = 0;
                for (const auto home : profiles[i].homes()) {
                    long long here = 0;
                    const auto id = static_cast<long long>(home);
                    sql << "SELECT count(*) FROM probe_row WHERE home = :home", soci::use(id),
                        soci::into(here);
                    rows += here;
                }
                if (rows > 0) out.put(i, "{\"rows\": " + std::to_string(rows) + "}");
            }
        });
    }

    void annotate(sdk::Session, const sdk::Profile& profile, std::string_view activities,
                  sdk::ObjectSink out) override {
        if (activities.find("broken") != std::string_view::npos) out.put(0, "[]");
        out.put(0,
                "{\"status\": \"overwritten\", \"homes\": " + std::to_string(profile.homes().size()) + "}");
    }

    std::size_t erase(sdk::Session session, const sdk::Profile& person, std::size_t most) override {
        std::size_t removed = 0;
        soci_.use(session, [&](soci::session& sql) {
            for (const auto home : person.homes()) {
                const auto id = static_cast<long long>(home);
                long long here = 0;
                sql << "SELECT count(*) FROM probe_row WHERE home = :home", soci::use(id), soci::into(here);
                if (here == 0 || removed == most) continue;
                sql << "DELETE FROM probe_row WHERE home = :home", soci::use(id);
                removed += static_cast<std::size_t>(here);
            }
        });
        return removed;
    }

    /// One home a part; the first identifier says what goes wrong, if anything is to.
    std::string exported(sdk::Session session, const sdk::Profile& person, std::string_view cursor,
                         sdk::ObjectSink out) override {
        const auto how = person.identifiers().empty() ? "" : person.identifiers()[0].value();
        if (how == "throw") throw std::runtime_error("of the plugin");
        if (how == "number") out.put(0, "7");
        if (how == "member") out.put(0, R"({"rows": 7})");
        if (how == "circle") out.put(0, "{}");
        if (how == "circle") return "again";
        const auto place = cursor.empty() ? std::size_t{0} : std::stoul(std::string(cursor));
        soci_.use(session, [&](soci::session& sql) {
            const auto id = static_cast<long long>(person.homes()[place]);
            long long rows = 0;
            sql << "SELECT count(*) FROM probe_row WHERE home = :home", soci::use(id), soci::into(rows);
            if (how.empty()) out.put(0, R"({"rows": [{"count": )" + std::to_string(rows) + "}]}");
        });
        return place + 1 < person.homes().size() ? std::to_string(place + 1) : "";
    }

private:
    static sdk::Response echo(const sdk::Request& request) {
        sdk::Response response{.status = 202, .headers = {{"X-Peer", std::string(request.peer())}}};
        response.body = std::string(request.method()) + " " + std::string(request.body()) + " " +
                        std::string(request.query("q").value_or("none")) + " " +
                        std::string(request.header("x-in").value_or("none"));
        return response;
    }

    std::string ask(std::string_view what, const sdk::Request& request) {
        const std::map<std::string_view, std::function<std::string()>> answers{
            {"time", [&] { return std::to_string(host_.nowMs()); }},
            {"options", [&] { return std::string(host_.options()); }},
            {"url", [&] { return std::string(host_.channelUrl()); }},
            {"sign", [&] { return host_.sign("link", request.body(), host_.nowMs() + 1000); }},
            {"verify", [&] { return host_.verify("link", request.body()).value_or("not genuine"); }},
            {"hash", [&] { return host_.keyedHash("recipient", request.body()); }},
            {"fetch",
             [&] {
                 const auto got =
                     host_.httpGet({.url = request.body(), .hosts = sdk::names<"keys.example">()});
                 return std::to_string(got.status) + " " + got.body;
             }},
            {"measure",
             [&] {
                 host_.count("things", {{"kind", "a"}});
                 host_.gauge("level", {}, 3);
                 host_.histogram("took_seconds", {}, 0.5);
                 return std::string("measured");
             }},
            {"extension",
             [&] { return std::string(host_.extension<int>(request.body()) == nullptr ? "none" : "there"); }},
            {"normalize", [&] { return host_.normalize(request.body(), "Ann@x.org").value_or("nobody's"); }},
            {"category", [&] { return std::string(host_.hasCategory(request.body()) ? "there" : "none"); }},
            {"attested",
             [&] { return host_.observe({.json = request.body(), .payload = "kept"}, &request); }},
            {"claimed",
             [&] { return host_.observe({.json = request.body(), .evidence = sdk::Evidence::Claimed}); }},
            {"command", [&] { return commands_.carryOut(request.body(), &request); }},
            {"command_unasked", [&] { return commands_.carryOut(request.body()); }},
            {"command_in_read",
             [&] {
                 host_.read([&](sdk::Session) { (void)commands_.carryOut("{}"); });
                 return std::string("carried out");
             }},
            {"write",
             [&] {
                 host_.write([&](sdk::Session session) { insert(session, "written"); });
                 return std::string("written");
             }},
            {"write_and_throw",
             [&]() -> std::string {
                 try {
                     host_.write([&](sdk::Session session) {
                         insert(session, "never");
                         throw std::out_of_range("mine");
                     });
                 } catch (const std::out_of_range& mine) {
                     return mine.what();
                 }
                 return "nothing thrown";
             }},
            {"observe_in_read",
             [&] {
                 host_.read([&](sdk::Session) { (void)host_.observe({.json = "{}"}); });
                 return std::string("observed");
             }},
        };
        return answers.at(what)();
    }

    void insert(sdk::Session session, const std::string& payload) {
        soci_.use(session, [&](soci::session& sql) {
            sql << "INSERT INTO probe_row (home, payload) VALUES (0, :payload)", soci::use(payload);
        });
    }

    const sdk::Host& host_;
    sdk::Soci soci_;
    sdk::Commands commands_;
};

constexpr kith_channel kChannel =
    sdk::ChannelInfo{.name = "probe",
                     .statuses = KITH_ACTIVITY_DELIVERED | KITH_ACTIVITY_CLICKED,
                     .endpointTypes = sdk::names<"badge">()};
constexpr kith_route kRoutes[] = {
    sdk::Route{.method = "POST", .path = "echo", .right = sdk::Right::None, .bodyLimit = 1000},
    sdk::Route{.method = "POST", .path = "ask/{what}", .right = sdk::Right::Write, .bodyLimit = 1000},
    sdk::Route{.method = "POST", .path = "/v1/probe/{what}", .right = sdk::Right::Public, .bodyLimit = 1000}};
constexpr kith_str kExtensions[] = {sdk::kSociSession, sdk::kCommands};
constexpr sdk::Declaration kDeclaration{
    .id = "probe",
    .version = "1.0.0",
    .channel = &kChannel,
    .routes = kRoutes,
    .migrations = embedded::kMigrations,
    .extensions = kExtensions,
    .optionsSchema = R"({"type": "object", "properties": {"level": {"type": "integer", "default": 7}}})"};

}  // namespace

KITH_EXPORT_PLUGIN(Probe, kDeclaration);
