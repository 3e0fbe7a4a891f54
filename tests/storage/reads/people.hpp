// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/identifier.hpp"
#include "tests/support/databases.hpp"

namespace kith::test {

/// A database with the core's tables, written row by row: what the views read, in states of every kind. Ids
/// count up from 1, so that rows made later are newer. Times are milliseconds.
class People {
public:
    explicit People(storage::Engine engine);

    [[nodiscard]] storage::Database& database() noexcept { return *database_; }
    [[nodiscard]] storage::Session& writer() noexcept { return *writer_; }
    [[nodiscard]] storage::ReadLease read() { return database_->read(); }
    /// Calls `work` in one transaction.
    template <class Work>
    void together(Work work) {
        storage::Transaction transaction(*writer_);
        work();
        transaction.commit();
    }

    struct ProfileColumns {
        std::int64_t version = 1;
        std::int64_t createdAt = 1'000;
        std::int64_t updatedAt = 2'000;
        bool known = true;
        bool listed = true;
        std::string sourceType = "api";
        std::string sourceName = "shop";
        std::string sortName = {};
    };
    base::ProfileId profile(const ProfileColumns& columns);
    base::ProfileId profile() { return profile(ProfileColumns{}); }
    /// Makes `absorbed` a home of `survivor` and records the merge.
    base::MergeId merge(base::ProfileId survivor, base::ProfileId absorbed);

    struct ObservationColumns {
        base::KeyId key{7};
        std::string sourceType = "api";
        std::string sourceName = "shop";
        std::string givenId = {};
        std::int64_t at = 1'500;
        bool attested = true;
    };
    base::ObservationId observation(base::ProfileId home, const ObservationColumns& columns);
    base::ObservationId observation(base::ProfileId home) { return observation(home, ObservationColumns{}); }

    base::IdentifierId identifier(const std::string& type, const std::string& value);
    base::IdentifierId list(base::ProfileId home, const std::string& type, const std::string& value,
                            model::Role role = model::Role::Identifying, std::int64_t firstSeen = 1'000,
                            std::int64_t lastSeen = 2'000);

    void field(base::ProfileId home, const std::string& field, const std::string& text,
               const std::string& element = {}, bool current = true,
               base::ObservationId observation = base::ObservationId{1}, std::int64_t at = 1'000);
    void nameWord(base::ProfileId profile, const std::string& word);
    base::RowId fieldChange(base::ProfileId home, const std::string& field, std::optional<std::string> before,
                            std::optional<std::string> after, base::ObservationId observation);
    base::RowId consent(base::ProfileId home, const std::string& category, bool subscribed,
                        base::ObservationId observation, std::int64_t at,
                        std::optional<std::string> reason = {});
    base::RowId endpointState(base::IdentifierId identifier, model::EndpointState state,
                              base::ObservationId observation, std::int64_t at,
                              model::EndpointEntry::Kind kind = model::EndpointEntry::Kind::State,
                              std::optional<std::int64_t> until = {});

    struct ActivityColumns {
        std::string channel = "email";
        model::ActivityKind kind = model::ActivityKind::Message;
        std::optional<std::string> event = {};
        std::optional<model::Status> status = model::Status::Delivered;
        std::int64_t at = 5'000;
        std::optional<base::IdentifierId> endpoint = {};
    };
    /// Writes its one status row and counts it.
    base::ActivityId activity(base::ProfileId home, const ActivityColumns& columns);
    /// `count` activities like that, each a millisecond later than the one before.
    void activities(base::ProfileId home, const ActivityColumns& first, std::int64_t count);
    void refusal(base::ProfileId home, int code, const std::string& type, const std::string& value,
                 base::ObservationId observation, std::int64_t at);
    void evidence(base::IdentifierId a, base::IdentifierId b, base::ObservationId observation,
                  std::int64_t at);

private:
    [[nodiscard]] std::int64_t next() noexcept { return ++lastId_; }

    MigratedDatabase database_;
    std::unique_ptr<storage::Session> writer_;
    std::int64_t lastId_ = 0;
    std::map<std::pair<std::string, std::string>, base::IdentifierId> identifiers_;
};

}  // namespace kith::test
