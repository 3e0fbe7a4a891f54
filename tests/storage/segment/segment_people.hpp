// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/command.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/group_writer.hpp"
#include "core/storage/segment/membership.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/prepared.hpp"
#include "tests/support/segment_catalogue.hpp"

namespace kith::test {

/// People by their names, written as observations are, and whom a condition holds for.
class SegmentPeople {
public:
    explicit SegmentPeople(storage::Engine engine, std::string_view now = "2026-11-20T09:30:00.000Z",
                           model::Catalogue known = segmentCatalogue());

    /// An attested observation at that time that carries the address of each name (`ann`: ann@example.com)
    /// and the members of `said`.
    void observe(const std::vector<std::string>& names, const std::string& said = "{}",
                 std::string_view at = "2026-11-01T00:00:00.000Z", bool attested = true);
    void observe(const char* name, const std::string& said = "{}") {
        observe(std::vector<std::string>{name}, said);
    }
    /// Carries out what somebody decided, which has to be possible.
    model::Decision decide(model::Command command);
    /// Sets one field.
    void field(const std::string& name, std::string_view field, std::string_view json);

    /// Adds a segment of the book that has the condition, or else lists people.
    storage::SegmentId define(const std::string& key, const std::string& condition = {});
    /// Lists them in a static segment.
    void list(storage::SegmentId segment, const std::vector<std::string>& names);

    /// The names of those whom it holds for. Every way of asking gives the same.
    [[nodiscard]] std::set<std::string> members(const std::string& condition);

    /// None of somebody who is deleted or erased.
    [[nodiscard]] base::ProfileId idOf(const std::string& name);
    /// The id of the profile and then its other homes.
    [[nodiscard]] std::vector<base::ProfileId> homesOf(base::ProfileId profile);

    MigratedDatabase database;
    ManualClock clock;
    base::IdGenerator ids;
    model::Catalogue catalogue;
    model::Preparer preparer;
    std::unique_ptr<storage::Session> session;
    storage::GroupWriter writer;
    storage::SegmentBook book;

private:
    /// By which somebody was known first: it stays the home of what is said with the name alone.
    std::map<std::string, base::ProfileId> people_;
};

using Names = std::set<std::string>;

}  // namespace kith::test
