// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/app/settings.hpp"
#include "core/storage/dialect.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::bench {

/// An empty database of one engine with the tables of the core and of the shipped plugins: a SQLite file, or
/// one of a private PostgreSQL server.
class BenchDatabase {
public:
    explicit BenchDatabase(storage::Engine engine);

    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    /// The configuration as it is shipped, for this database.
    [[nodiscard]] app::Settings settings() const;

    /// Throws std::runtime_error unless every table holds as many rows as that many new people make.
    void expectPeople(std::size_t people) const;
    /// What kith shows of a person, but for its id and the time of the last change.
    [[nodiscard]] std::string picture(const std::string& email) const;

private:
    test::TemporaryFolder folder_;
    std::string url_;
};

/// For statements over everybody: they may take an hour.
[[nodiscard]] storage::DatabaseSettings settingsFor(const BenchDatabase& database);

/// Throws std::runtime_error unless the two show the same of this person.
void expectSame(const BenchDatabase& a, const BenchDatabase& b, const std::string& email);

}  // namespace kith::bench
