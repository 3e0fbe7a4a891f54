// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/rows.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/model/hash.hpp"

namespace kith::bench {
namespace {

using base::IdGenerator;

struct Tables {
    Rows identifier{"identifier", {"id", "type", "value"}, {}};
    Rows profile{"profile",
                 {"id", "canonical_id", "first_observation_id", "version", "created_at", "source_type",
                  "source_name", "updated_at", "known", "listed", "merge_count", "sort_name"},
                 {}};
    Rows entry{"profile_identifier",
               {"home", "identifier_id", "role", "given", "normalizer_version", "first_seen", "last_seen",
                "claim_at", "claim_observation_id"},
               {}};
    Rows observation{"observation",
                     {"id", "home", "key_id", "source_type", "source_name", "given_id", "content_hash",
                      "observed_at", "received_at", "attested"},
                     {}};
    Rows seen{"seen_observation", {"key_id", "id_hash", "content_hash", "profile_id", "result", "at"}, {}};
    Rows evidence{"evidence", {"identifier_a", "identifier_b", "at", "observation_id", "attested"}, {}};
    Rows field{"field_value",
               {"home", "field", "element", "present", "kind", "text_value", "number_value", "observation_id",
                "at", "profile_id", "current"},
               {}};
    Rows change{"field_change",
                {"home", "id", "field", "element", "before_value", "after_value", "observation_id", "at"},
                {}};
    Rows word{"name_word", {"profile_id", "word"}, {}};
    Rows activity{
        "activity",
        {"home", "at", "id", "channel", "activity_key", "kind", "event", "message_id", "message_name",
         "endpoint_id", "properties", "status", "observation_id", "facts_at", "older_members"},
        {}};
    Rows counter{"activity_counter", {"home", "channel", "kind", "status", "count"}, {}};
    Rows event{"event", {"id", "kind", "profile_id", "version", "at"}, {}};

    [[nodiscard]] std::vector<Rows> take() && {
        return {std::move(identifier), std::move(profile),  std::move(entry),   std::move(observation),
                std::move(seen),       std::move(evidence), std::move(field),   std::move(change),
                std::move(word),       std::move(activity), std::move(counter), std::move(event)};
    }
};

constexpr std::int64_t kEventKind = 1;
constexpr std::int64_t kCreatedKind = 1;  // Of events of the feed.
const Value kNull;

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// The rows of one person.
class Writing {
public:
    Writing(Tables& tables, IdGenerator& ids, base::KeyId key, base::Time now)
        : tables_(tables), ids_(ids), key_(key.value), now_(base::toMillis(now)) {}

    void add(const Sample& person) {
        home_ = ids_.next();
        observation_ = ids_.next();
        addIdentity(person);
        addProvenance(person);
        addField("first_name", person.firstName);
        addField("last_name", person.lastName);
        addField("nickname", person.nickname);
        addField("loyalty.tier", person.tier);
        addNumber("loyalty.points", person.points);
        tables_.word.add({home_, lowered(person.firstName)});
        tables_.word.add({home_, lowered(person.lastName)});
        tables_.activity.add({home_, observed_, ids_.next(), std::string(kChannel), idHash(person) + "#0",
                              kEventKind, std::string(kEvent), kNull, kNull, kNull, person.properties, kNull,
                              observation_, observed_, kNull});
        tables_.counter.add({home_, std::string(kChannel), kEventKind, 0, 1});
        tables_.event.add({ids_.next(), kCreatedKind, home_, 1, now_});
    }

private:
    std::string idHash(const Sample& person) const {
        return model::hexOf(model::hashOf(fmt::format("{}:{}", key_, person.id)));
    }

    void addIdentity(const Sample& person) {
        const auto externalId = ids_.next();
        const auto email = ids_.next();
        tables_.identifier.add({externalId, "external_id", person.externalId});
        tables_.identifier.add({email, "email", person.email});
        tables_.profile.add({home_, home_, observation_, 1, observed_, "api", std::string(kSourceName), now_,
                             1, 1, 0, lowered(person.lastName + ' ' + person.firstName)});
        for (const auto& [id, given] : {std::pair{externalId, person.externalId}, {email, person.email}})
            tables_.entry.add({home_, id, 0, given, 1, observed_, observed_, kNull, kNull});
        tables_.evidence.add({externalId, email, observed_, observation_, 1});
    }

    void addProvenance(const Sample& person) {
        const auto content = model::hexOf(model::hashOf(person.json()));
        tables_.observation.add({observation_, home_, key_, "api", std::string(kSourceName), person.id,
                                 content, observed_, now_, 1});
        tables_.seen.add({key_, idHash(person), content, home_, 0, now_});
    }

    void addField(const char* field, const std::string& value) {
        tables_.field.add({home_, field, "", 1, 0, value, kNull, observation_, observed_, home_, 1});
        addChange(field, '"' + value + '"');
    }
    void addNumber(const char* field, std::int64_t value) {
        tables_.field.add({home_, field, "", 1, 1, kNull, value, observation_, observed_, home_, 1});
        addChange(field, std::to_string(value));
    }
    void addChange(const char* field, std::string after) {
        tables_.change.add({home_, ids_.next(), field, "", kNull, std::move(after), observation_, observed_});
    }

    Tables& tables_;
    IdGenerator& ids_;
    std::int64_t key_;
    std::int64_t now_;
    std::int64_t observed_ = base::toMillis(base::parseRfc3339(kObservedAt).value());
    std::int64_t home_ = 0;
    std::int64_t observation_ = 0;
};

}  // namespace

void Rows::add(std::vector<Value> row) {
    cells.insert(cells.end(), std::make_move_iterator(row.begin()), std::make_move_iterator(row.end()));
}

void Rows::sortBy(std::size_t first, std::size_t second) {
    std::vector<std::size_t> order(count());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair{at(a, first), at(a, second)} < std::pair{at(b, first), at(b, second)};
    });
    std::vector<Value> sorted;
    sorted.reserve(cells.size());
    for (const auto row : order)
        for (std::size_t column = 0; column < columns.size(); ++column) sorted.push_back(at(row, column));
    cells = std::move(sorted);
}

std::vector<Rows> rowsOf(std::span<const Sample> people, IdGenerator& ids, base::KeyId key, base::Time now) {
    Tables tables;
    Writing writing(tables, ids, key, now);
    for (const auto& person : people) writing.add(person);
    tables.identifier.sortBy(1, 2);
    tables.seen.sortBy(0, 1);
    return std::move(tables).take();
}

std::vector<Rows> activityRows(base::ProfileId profile, std::size_t count, std::size_t minutesAgo,
                               IdGenerator& ids, base::Time now) {
    constexpr std::int64_t kMinute = 60'000;
    Tables tables;
    const auto home = profile.value;
    for (std::size_t i = 0; i < count; ++i) {
        const auto observation = ids.next();
        const auto at = base::toMillis(now) - static_cast<std::int64_t>(minutesAgo - i) * kMinute;
        tables.observation.add({observation, home, 1, "api", std::string(kSourceName), "",
                                fmt::format("{:032x}", observation), at, at, 1});
        tables.activity.add({home, at, ids.next(), std::string(kChannel),
                             fmt::format("{:016x}#0", observation), kEventKind, std::string(kEvent), kNull,
                             kNull, kNull, fmt::format(R"({{"url":"/sale/{}"}})", i), kNull, observation, at,
                             kNull});
    }
    return std::move(tables).take();
}

}  // namespace kith::bench
