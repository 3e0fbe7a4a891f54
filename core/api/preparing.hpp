// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "core/api/intake.hpp"
#include "core/catalogue/editor.hpp"
#include "core/catalogue/keeper.hpp"
#include "core/model/prepare.hpp"

namespace kith::api {

/// What observations are prepared with; all of it outlives whoever prepares.
struct Preparation {
    const model::Catalogue& catalogue;
    const model::Preparer& preparer;
    catalogue::Keeper& keeper;
    catalogue::Editor& editor;
    /// While the API has made fewer fields, attested values of unknown ones make theirs. 0: none are made.
    std::size_t mostMadeFields = 0;
};

/// Prepares what one call hands in. Before anything is said against a field or a category, what other servers
/// have changed is read from the database, at most once per call, and the item prepared again if there is
/// something new. Used by one thread.
class Preparing {
public:
    explicit Preparing(const Preparation& with) : with_(with) {}

    /// As of the Preparer, whose errors it throws. Throws Error too if the database can't be read.
    [[nodiscard]] Prepared tryPrepare(const nlohmann::json& item, const model::Writer& writer,
                                      base::Time now);
    [[nodiscard]] model::Observation prepareEdit(const nlohmann::json& patch, const model::Address& address,
                                                 const model::Writer& writer, base::Time now);

private:
    using Prepare = std::function<Prepared()>;

    /// `item` is what `prepare` prepares, and `writer` by whom.
    [[nodiscard]] Prepared prepareAgain(const Prepare& prepare, const nlohmann::json& item,
                                        const model::Writer& writer);
    /// Throws Error if the database can't be read, for every item that needs it.
    void look();
    [[nodiscard]] bool makeFields(std::set<std::string> keys);

    const Preparation& with_;
    bool hasLooked_ = false;
    std::optional<base::Error> failure_;  ///< Why there was nothing to be seen.
    std::string_view whyNoMore_;          ///< Why no more fields are made for this call, if none are.
    std::set<std::string> tried_;         ///< Fields that were to be made.
};

}  // namespace kith::api
