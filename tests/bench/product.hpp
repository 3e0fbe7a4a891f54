// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/api/metrics.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/model/external_id.hpp"
#include "core/model/prepare.hpp"
#include "core/pipeline/group_commit.hpp"
#include "tests/bench/bench_database.hpp"

namespace kith::bench {

/// The pipeline as the server wires it, without the server. Thread-safe.
class Product {
public:
    explicit Product(const BenchDatabase& database);

    /// Parses, prepares and submits one batch. Throws std::runtime_error if one is not accepted as new.
    void write(std::span<const std::string> observations);

private:
    app::Settings settings_;
    base::SystemClock clock_;
    base::IdGenerator ids_;
    storage::Database database_;
    app::OfflinePlugins plugins_;
    model::ExternalIdSource externalId_;
    model::Catalogue catalogue_;
    model::Preparer preparer_;
    api::Metrics metrics_;
    pipeline::Pipeline pipeline_;
};

}  // namespace kith::bench
