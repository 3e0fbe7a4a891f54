// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/duplicates.hpp"
#include "core/identity/world.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/catalogue_store.hpp"
#include "core/storage/outbox.hpp"

// The numbers that stand for words in the database are those of the enumerations. They are stored for ever,
// so a reordered enumeration must not compile.
namespace kith::storage {

static_assert(static_cast<int>(model::Role::Identifying) == 0);
static_assert(static_cast<int>(model::Role::Shared) == 1);
static_assert(static_cast<int>(model::Role::Claimed) == 2);

static_assert(static_cast<int>(model::ValueKind::Text) == 0);
static_assert(static_cast<int>(model::ValueKind::Integer) == 1);
static_assert(static_cast<int>(model::ValueKind::Decimal) == 2);
static_assert(static_cast<int>(model::ValueKind::Boolean) == 3);
static_assert(static_cast<int>(model::ValueKind::Date) == 4);
static_assert(static_cast<int>(model::ValueKind::Time) == 5);
static_assert(static_cast<int>(model::ValueKind::Json) == 6);

static_assert(static_cast<int>(model::MergeRule::Latest) == 0);
static_assert(static_cast<int>(model::MergeRule::First) == 1);

static_assert(static_cast<int>(ManagedBy::Api) == 0);
static_assert(static_cast<int>(ManagedBy::Configuration) == 1);
static_assert(static_cast<int>(ManagedBy::Core) == 2);

static_assert(static_cast<int>(model::ActivityKind::Message) == 0);
static_assert(static_cast<int>(model::ActivityKind::Event) == 1);
static_assert(static_cast<int>(model::ActivityKind::Order) == 2);

static_assert(static_cast<int>(model::Status::Queued) == 1);
static_assert(static_cast<int>(model::Status::Delivered) == 6);
static_assert(static_cast<int>(model::Status::Complained) == 12);

static_assert(static_cast<int>(model::EndpointState::Complained) == 0);
static_assert(static_cast<int>(model::EndpointState::Blacklisted) == 1);
static_assert(static_cast<int>(model::EndpointState::Unsubscribed) == 2);
static_assert(static_cast<int>(model::EndpointState::Blocked) == 3);
static_assert(static_cast<int>(model::EndpointState::Unconfirmed) == 4);
static_assert(static_cast<int>(model::EndpointState::Active) == 5);

static_assert(static_cast<int>(model::EndpointEntry::Kind::State) == 0);
static_assert(static_cast<int>(model::EndpointEntry::Kind::OptIn) == 1);
static_assert(static_cast<int>(model::EndpointEntry::Kind::Delivery) == 2);
static_assert(static_cast<int>(model::EndpointEntry::Kind::ToldOptIn) == 3);

static_assert(static_cast<int>(model::RefusalCode::UniqueConflict) == 0);
static_assert(static_cast<int>(model::RefusalCode::Limit) == 1);
static_assert(static_cast<int>(model::RefusalCode::MustNotLink) == 2);
static_assert(static_cast<int>(model::RefusalCode::BlockedValue) == 3);
static_assert(static_cast<int>(model::RefusalCode::NotAttested) == 4);
static_assert(static_cast<int>(model::RefusalCode::ComponentTooLarge) == 5);
static_assert(static_cast<int>(model::RefusalCode::Released) == 6);

static_assert(static_cast<int>(model::Result::Created) == 0);
static_assert(static_cast<int>(model::Result::Updated) == 1);
static_assert(static_cast<int>(model::Result::Unchanged) == 2);
static_assert(static_cast<int>(model::Result::Merged) == 3);

static_assert(static_cast<int>(EventKind::ProfileCreated) == 1);
static_assert(static_cast<int>(EventKind::ProfileUpdated) == 2);
static_assert(static_cast<int>(EventKind::ProfileMerged) == 3);
static_assert(static_cast<int>(EventKind::ProfileUnmerged) == 4);
static_assert(static_cast<int>(EventKind::ProfileDeleted) == 5);
static_assert(static_cast<int>(EventKind::ProfileErased) == 6);
static_assert(static_cast<int>(EventKind::EndpointChanged) == 7);
static_assert(static_cast<int>(model::ConflictState::Open) == 0);
static_assert(static_cast<int>(model::ConflictState::Merged) == 1);
static_assert(static_cast<int>(model::ConflictState::Forbidden) == 2);
static_assert(static_cast<int>(model::ConflictState::Dismissed) == 3);

static_assert(static_cast<int>(identity::Life::Live) == 0);
static_assert(static_cast<int>(identity::Life::Deleted) == 1);

static_assert(static_cast<int>(identity::Agreement::Mailbox) == 0);
static_assert(static_cast<int>(identity::Agreement::NameAndAddress) == 1);
static_assert(static_cast<int>(identity::Agreement::AddressVariant) == 2);
static_assert(static_cast<int>(identity::Agreement::PhoneNotation) == 3);
static_assert(identity::kMaxHolders == 10);

/// activity_counter's status of activities that have none.
inline constexpr int kNoStatus = 0;

}  // namespace kith::storage
