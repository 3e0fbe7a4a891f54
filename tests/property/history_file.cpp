// SPDX-License-Identifier: Apache-2.0
#include "tests/property/history_file.hpp"

#include <fstream>
#include <optional>
#include <stdexcept>

namespace kith::test {
namespace {

using nlohmann::json;

/// Writes members that are not what they are in an empty item.
struct Writing {
    json& object;

    template <class Value>
    void member(const char* name, const Value& value, const Value& usual) {
        if (value != usual) object[name] = value;
    }
    template <class Part>
    void parts(const char* name, const std::vector<Part>& all) {
        for (const auto& each : all) {
            json part = json::object();
            visit(Writing{part}, const_cast<Part&>(each));
            object[name].push_back(std::move(part));
        }
    }
};

struct Reading {
    const json& object;

    template <class Value>
    void member(const char* name, Value& value, const Value& /*usual*/) {
        if (object.contains(name)) value = object.at(name).get<Value>();
    }
    template <class Part>
    void parts(const char* name, std::vector<Part>& all) {
        if (!object.contains(name)) return;
        for (const auto& part : object.at(name)) visit(Reading{part}, all.emplace_back());
    }
};

/// What may be absent.
template <class Archive, class Value>
void optional(Archive& archive, const char* name, std::optional<Value>& value, const Value& none) {
    Value text = value.value_or(none);
    archive.member(name, text, none);
    if (text != none) value = text;
}

const Item::Ref kNoRef{};
constexpr std::int64_t kNever = -1;

template <class Archive>
void visit(Archive archive, Item::Field& field) {
    int op = static_cast<int>(field.op);
    archive.member("key", field.key, {});
    archive.member("op", op, 0);
    archive.member("value", field.value, {});
    field.op = static_cast<Item::Field::Op>(op);
}

template <class Archive>
void visit(Archive archive, Item::Subscription& subscription) {
    archive.member("category", subscription.category, {});
    archive.member("subscribed", subscription.subscribed, true);
    archive.member("by", subscription.by, std::string("person"));
    archive.member("at", subscription.at, std::int64_t{0});
    archive.member("reason", subscription.reason, {});
}

template <class Archive>
void visit(Archive archive, Item::Endpoint& endpoint) {
    archive.member("ref", endpoint.ref, kNoRef);
    archive.member("state", endpoint.state, {});
    archive.member("at", endpoint.at, std::int64_t{0});
    archive.member("reason", endpoint.reason, {});
    optional(archive, "until", endpoint.until, kNever);
    archive.member("told", endpoint.told, false);
}

template <class Archive>
void visit(Archive archive, Item::Activity& activity) {
    archive.member("channel", activity.channel, {});
    archive.member("id", activity.id, {});
    archive.member("kind", activity.kind, std::string("message"));
    archive.member("event", activity.event, {});
    archive.member("status", activity.status, {});
    archive.member("machine", activity.machine, {});
    archive.member("reason", activity.reason, {});
    archive.member("message_id", activity.messageId, {});
    archive.member("message_name", activity.messageName, {});
    optional(archive, "endpoint", activity.endpoint, kNoRef);
    archive.member("at", activity.at, std::int64_t{0});
}

template <class Archive>
void visitDecision(Archive archive, Item& item) {
    auto decision = item.decision.value_or(Item::Decision{});
    archive.member("decision", decision.kind, {});
    archive.member("first", decision.first, 0);
    archive.member("second", decision.second, 0);
    archive.member("decided", decision.ref, kNoRef);
    if (!decision.kind.empty()) item.decision = decision;
}

template <class Archive>
void visit(Archive archive, Item& item) {
    archive.member("key", item.key, std::int64_t{1});
    archive.member("id", item.id, {});
    archive.member("source", item.source, std::string("shop"));
    archive.member("staff", item.staff, false);
    archive.member("attested", item.attested, true);
    archive.member("at", item.at, std::int64_t{0});
    archive.member("edits", item.edits, 0);
    visitDecision(archive, item);
    archive.member("identifiers", item.identifiers, {});
    archive.member("blocked", item.blocked, {});
    archive.member("restore", item.restore, false);
    optional(archive, "identity", item.identity, kNoRef);
    archive.parts("fields", item.fields);
    archive.parts("subscriptions", item.subscriptions);
    archive.parts("endpoints", item.endpoints);
    archive.parts("activities", item.activities);
}

}  // namespace

void writeHistory(const std::filesystem::path& file, const FailedHistory& failed) {
    json text{{"property", failed.property}, {"rest", failed.history.rest}, {"history", json::array()}};
    for (auto item : failed.history.items) {
        json object = json::object();
        visit(Writing{object}, item);
        text["history"].push_back(std::move(object));
    }
    std::ofstream out(file);
    out << text.dump(2) << "\n";
    if (!out) throw std::runtime_error("a failing history can't be written");
}

FailedHistory readHistory(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file.string() + " can't be read");
    const auto text = json::parse(in);
    FailedHistory failed{text.at("property").get<std::string>(), {{}, text.at("rest").get<std::uint64_t>()}};
    for (const auto& object : text.at("history")) visit(Reading{object}, failed.history.items.emplace_back());
    return failed;
}

}  // namespace kith::test
