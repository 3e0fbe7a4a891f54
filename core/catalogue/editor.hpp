// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/catalogue/keeper.hpp"
#include "core/model/catalogue.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"

namespace kith::catalogue {

inline constexpr std::size_t kMaxFields = 5'000;  ///< Archived ones too; so the others.
inline constexpr std::size_t kMaxGroups = 500;
inline constexpr std::size_t kMaxCategories = 1'000;

/// Fields, groups and categories, as administrators make and change them. What is changed holds on this
/// server once the call returns, and on others once they look. Thread-safe.
///
/// Each throws Error{InvalidInput} for what readMembers, faultsOf and channelFaultsOf find, pointing at the
/// members; Error{Conflict} for what may not be done to the entry as it stands, its violations saying why:
/// `already_exists`, `too_many`, `managed_by_configuration`, `built_in`, `group_in_use`, `named_by_segment`
/// (one of the configuration names what is archived or `indexed` no more) and what conflictsOf and misfitsOf
/// say; and Error{NotFound} if there is no entry of that key.
class Editor {
public:
    /// All of them outlive this.
    Editor(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline,
           const model::Catalogue& catalogue, const plugins::Registry& registry, Keeper& keeper);

    /// Makes one. `repeats`: the call may have been made before, so that the entry which it made, if nobody
    /// has changed it since, is what it makes.
    template <class Entry>
    [[nodiscard]] Entry create(const nlohmann::json& members, bool repeats);

    /// Changes one as a JSON Merge Patch (RFC 7396) of its members says. Throws Error{PreconditionFailed} if
    /// it is not at that version.
    template <class Entry>
    [[nodiscard]] Entry change(std::string_view key, const nlohmann::json& patch,
                               std::optional<std::int64_t> version);

    /// Makes fields of texts that there are not, in their order, as long as the API has made fewer than
    /// `most` fields, archived ones too. None is made where values of another type are kept. Returns how many
    /// of the keys there was room for; nothing if no plugin brings texts.
    [[nodiscard]] std::optional<std::size_t> makeTextFields(const std::set<std::string>& keys,
                                                            std::size_t most);

private:
    template <class Entry, class Work>
    [[nodiscard]] Entry write(Work work);
    template <class Entry>
    void requireGood(storage::Session& session, const Entry& entry, const nlohmann::json& members) const;

    pipeline::Workplace at_;
    pipeline::Pipeline& pipeline_;
    const model::Catalogue& catalogue_;
    const plugins::Registry& registry_;
    Keeper& keeper_;
};

}  // namespace kith::catalogue
