// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <kith/channel.h>
#include "failure.hpp"
#include "route.hpp"
#include "types.hpp"

namespace kith::sdk {

enum class Role : kith_role {
    NotTold = 0,
    Identifying = KITH_ROLE_IDENTIFYING,
    Shared = KITH_ROLE_SHARED,
    Claimed = KITH_ROLE_CLAIMED,
};

class Identifier {
public:
    explicit Identifier(const kith_identifier* identifier) noexcept : it_(identifier) {}
    [[nodiscard]] Role role() const noexcept { return static_cast<Role>(it_->role); }
    [[nodiscard]] std::string_view type() const noexcept { return view(it_->type); }
    [[nodiscard]] std::string_view value() const noexcept { return view(it_->value); }
    [[nodiscard]] std::string_view given() const noexcept { return view(it_->given); }

private:
    const kith_identifier* it_;
};
using Identifiers = Sequence<Identifier, kith_identifier>;

/// An observation of this plugin that came with a payload, and what it resolved to.
class Applied {
public:
    explicit Applied(const kith_applied* applied) noexcept : it_(applied) {}
    [[nodiscard]] Evidence evidence() const noexcept { return static_cast<Evidence>(it_->evidence); }
    [[nodiscard]] std::int64_t profileId() const noexcept { return it_->profile_id; }
    [[nodiscard]] std::int64_t homeId() const noexcept { return it_->home_id; }
    [[nodiscard]] std::int64_t observationId() const noexcept { return it_->observation_id; }
    [[nodiscard]] std::int64_t observedAtMs() const noexcept { return it_->observed_at_ms; }
    [[nodiscard]] std::string_view payload() const noexcept { return view(it_->payload); }
    [[nodiscard]] Identifiers identifiers() const noexcept {
        return {it_->identifiers, it_->identifier_count};
    }

private:
    const kith_applied* it_;
};

class Merge {
public:
    explicit Merge(const kith_merge* merge) noexcept : it_(merge) {}
    [[nodiscard]] std::int64_t survivorId() const noexcept { return it_->survivor_id; }
    [[nodiscard]] std::int64_t absorbedId() const noexcept { return it_->absorbed_id; }

private:
    const kith_merge* it_;
};

class Profile {
public:
    explicit Profile(const kith_profile* profile) noexcept : it_(profile) {}
    [[nodiscard]] std::int64_t id() const noexcept { return it_->id; }
    [[nodiscard]] std::span<const std::int64_t> homes() const noexcept {
        return {it_->homes, it_->home_count};
    }
    [[nodiscard]] Identifiers identifiers() const noexcept {
        return {it_->identifiers, it_->identifier_count};
    }

private:
    const kith_profile* it_;
};

/// Where panel and annotate put the JSON object for the item at an index, and exported its one, at 0.
class ObjectSink {
public:
    explicit ObjectSink(const kith_sink* out) noexcept : out_(out) {}
    void put(std::size_t index, std::string_view json) const noexcept {
        out_->text(out_->self, static_cast<std::uint32_t>(index), raw(json));
    }

private:
    const kith_sink* out_;
};

/// The one channel of a plugin. What each function may do, and on which thread it runs, stands in
/// kith/channel.h; everything is borrowed for the call. A thrown exception fails the call.
class Channel {
public:
    virtual ~Channel() = default;

    /// Answers the declared route with that index. Many threads at once.
    [[nodiscard]] virtual Response handle(std::size_t /*route*/, const Request& /*request*/) {
        throw Failure(Status::NotFound, "not_found", "This channel has no such route.");
    }

    /// Inside the transaction of the group: set-based, repeatable, no network, no observe or write.
    virtual void apply(Session /*session*/, Sequence<Applied, kith_applied> /*items*/) {}
    virtual void merged(Session /*session*/, Sequence<Merge, kith_merge> /*merges*/) {}
    virtual void undone(Session /*session*/, Sequence<Merge, kith_merge> /*merges*/) {}

    /// Reading only, one statement for all; many threads at once.
    virtual void panel(Session /*session*/, Sequence<Profile, kith_profile> /*profiles*/,
                       ObjectSink /*out*/) {}
    virtual void annotate(Session /*session*/, const Profile& /*profile*/, std::string_view /*activities*/,
                          ObjectSink /*out*/) {}

    /// Inside a transaction, as apply: removes at most about `most` rows that hold anything about the person;
    /// how many it removed. Called until that is none. sdk/rows.hpp has the statement.
    [[nodiscard]] virtual std::size_t erase(Session /*session*/, const Profile& /*person*/,
                                            std::size_t /*most*/) {
        return 0;
    }

    /// Reading only: puts a part of what is held about the person; where the next part begins, which comes
    /// back as `cursor`, or nothing in the last. The first is empty. sdk/exported_part.hpp makes the parts.
    [[nodiscard]] virtual std::string exported(Session /*session*/, const Profile& /*person*/,
                                               std::string_view /*cursor*/, ObjectSink out) {
        out.put(0, "{}");
        return {};
    }
};

}  // namespace kith::sdk
