// SPDX-License-Identifier: Apache-2.0
#include "core/api/linked_person.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/catalogue.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {
namespace {

using base::ErrorCode;

constexpr std::string_view kHidden = "•••";
constexpr std::size_t kShownOfOthers = 2;  ///< Characters at the end of what is no email address.

/// What the person's word is on can't be found any more.
bool hasGone(const base::Error& problem) {
    return problem.code() == ErrorCode::NotFound || problem.code() == ErrorCode::Gone ||
           problem.code() == ErrorCode::InvalidInput;
}

}  // namespace

std::string LinkedPerson::maskedAddress() const {
    const std::string_view value = address.identifier.value;
    const auto at = value.rfind('@');
    std::string masked;
    if (at != std::string_view::npos) {
        masked += value.substr(0, std::min(base::codePointSize(value), at));
        masked += kHidden;
        return masked + std::string(value.substr(at));
    }
    auto shown = value.size() - std::min(kShownOfOthers, value.size() / 2);
    while (shown < value.size() && base::codePointSize(value.substr(shown)) == 0) ++shown;
    return std::string(kHidden) + std::string(value.substr(shown));
}

std::optional<LinkedPerson> findLinked(const Services& services, const PersonLink& link) {
    const auto now = services.clock.now();
    auto profile = services.database.read([&](storage::Session& session) {
        std::optional<storage::ProfileView> read;
        if (storage::findProfile(session, link.home)) read = storage::readProfile(session, link.home, now);
        return read;
    });
    if (!profile) return std::nullopt;
    const auto listed = std::ranges::find(profile->identifiers, link.address, &storage::IdentifierView::id);
    if (listed == profile->identifiers.end()) return std::nullopt;
    const auto* rule = services.catalogue.rules().find(listed->identifier.type);
    if (rule == nullptr) return std::nullopt;
    auto address = *listed;
    model::SeenIdentifier seen{address.identifier, address.given, rule};
    return LinkedPerson{*std::move(profile), std::move(address), std::move(seen)};
}

bool isOfAnother(const Services& services, const LinkedPerson& person) {
    if (person.address.role == model::Role::Identifying) return false;
    const auto holder = services.database.read(
        [&](storage::Session& session) { return storage::findProfile(session, person.address.identifier); });
    return holder && holder->live != person.profile.id;
}

model::Writer writerByLink(base::KeyId key) {
    model::Writer writer;
    writer.key = key;
    writer.mayAttest = true;
    return writer;
}

std::optional<model::Outcome> writeByLink(const Services& services, base::KeyId key,
                                          model::LinkStatement said) {
    std::vector<model::Observation> one;
    one.push_back(services.preparer.prepareByLink(std::move(said), writerByLink(key), services.clock.now()));
    auto outcome = std::move(services.writer.submit(std::move(one)).front());
    if (!outcome.problem) return outcome;
    if (hasGone(*outcome.problem)) return std::nullopt;
    throw base::Error(*std::move(outcome.problem));
}

}  // namespace kith::api
