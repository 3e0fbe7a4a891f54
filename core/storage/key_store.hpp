// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

class Database;
class Session;

/// What a key may do; each includes nothing of the others but that `Admin` may all and `Write` may read.
enum class KeyRight { Read, Write, Admin, Public };

[[nodiscard]] std::string_view keyRightName(KeyRight right) noexcept;
[[nodiscard]] std::optional<KeyRight> keyRightFromName(std::string_view name) noexcept;

struct ApiKey {
    base::KeyId id;
    std::string name;
    KeyRight right = KeyRight::Read;
    std::vector<std::string> origins;  ///< Public keys: allowed origins; empty allows none.
    std::optional<std::int64_t>
        ratePerMinute;  ///< Public keys: requests per client address; absent: default.
    base::Time createdAt;
    std::optional<base::Time> revokedAt;
    /// Keys that write: what is wrong with a field costs them the whole observation, and not that field
    /// alone.
    bool strict = false;
};

struct NewApiKey {
    std::string name = {};
    KeyRight right = KeyRight::Read;
    std::vector<std::string> origins = {};
    std::optional<std::int64_t> ratePerMinute = {};
    bool strict = false;
};

/// A key with its secret, which is nowhere kept: `kith_` and 43 characters made of 256 random bits.
struct IssuedApiKey {
    ApiKey key;
    std::string secret;
};

struct KeyStoreSettings {
    std::chrono::milliseconds cacheFor = std::chrono::seconds{3};
    std::size_t cacheSize = 10'000;  ///< Of the keys known, and as many of secrets that are nobody's.
};

/// Throws Error{InvalidInput} for a name, an origin or a rate that can't be (name: 1 to 100 bytes; at most 50
/// origins of 200 bytes, `scheme://host[:port]` or `*`; rate: 1 to 1,000,000), pointing at its member.
void requireMakeable(const NewApiKey& wanted);

/// The keys of the API, stored as BLAKE2b hashes. Thread-safe. Several processes may use one database: a
/// revocation by another one is seen once the cache's time is over. A key works at once, in every process.
class KeyStore {
public:
    KeyStore(Database& database, const base::Clock& clock, base::IdGenerator& ids, KeyStoreSettings settings);

    /// Throws what requireMakeable does, and Error{Storage}.
    [[nodiscard]] IssuedApiKey create(const NewApiKey& wanted);

    /// The same, repeatable: equal seeds give the same key, so that a lost answer can be asked for again.
    /// `seed` holds a secret of the caller's with at least 128 random bits, or the key could be guessed.
    /// Throws Error{IdReused} if that seed made another key, and Error{Conflict} if it was revoked since.
    [[nodiscard]] IssuedApiKey createOnce(const NewApiKey& wanted, std::string_view seed);

    /// All keys, revoked ones included, the oldest first.
    [[nodiscard]] std::vector<ApiKey> list() const;

    /// Whether there is such a key, or a session of somebody who may sign in, as the database knows it.
    [[nodiscard]] bool isActive(base::KeyId id) const;

    /// Whether there was such a key that was not revoked yet.
    bool revoke(base::KeyId id);

    /// The key that a secret belongs to. Null if there is none or it was revoked. `beforeSearch` is called
    /// before the database is asked for a secret that was not seen to be valid lately; it may throw.
    [[nodiscard]] std::shared_ptr<const ApiKey> authenticate(std::string_view secret,
                                                             const std::function<void()>& beforeSearch = {});

private:
    struct Cached {
        std::shared_ptr<const ApiKey> key;  ///< Null: nobody's.
        base::Time until;
    };
    using Cache = std::unordered_map<std::string, Cached>;  ///< By hash.

    [[nodiscard]] IssuedApiKey insert(const NewApiKey& wanted, std::string secret);
    [[nodiscard]] std::shared_ptr<const ApiKey> search(const std::string& hash) const;
    void remember(const std::string& hash, const Cached& found);

    Database& database_;
    const base::Clock& clock_;
    base::IdGenerator& ids_;
    KeyStoreSettings settings_;
    std::mutex mutex_;
    /// Guarded by mutex_. Apart, so that those who guess keys crowd out nobody; an entry of `known_` whose
    /// time is over still says that the secret was valid lately.
    Cache known_;
    Cache unknown_;
};

}  // namespace kith::storage
