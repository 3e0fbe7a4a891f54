// SPDX-License-Identifier: Apache-2.0
#include "core/storage/key_store.hpp"

#include <algorithm>
#include <array>

#include <sodium.h>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/names.hpp"
#include "core/model/text.hpp"
#include "core/storage/database.hpp"

namespace kith::storage {
namespace {

constexpr model::Names<KeyRight, 4> kRights{{"read", "write", "admin", "public"}};
constexpr std::string_view kPrefix = "kith_";
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kMaxSecret = 200;
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxOrigins = 50;
constexpr std::size_t kMaxOrigin = 200;
constexpr std::int64_t kMaxRate = 1'000'000;
constexpr int kEncoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

constexpr std::string_view kSelectKey = R"sql(
SELECT id, name, right_name, origins, rate_per_minute, created_at, revoked_at, strict
FROM api_key)sql";

using KeyBytes = std::array<unsigned char, kRandomBytes>;

std::string keyText(const KeyBytes& bytes) {
    std::string text(sodium_base64_ENCODED_LEN(kRandomBytes, kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kEncoding);
    text.pop_back();  // The terminating zero.
    return std::string{kPrefix} + text;
}

std::string randomKey() {
    if (sodium_init() < 0) throw base::Error(base::ErrorCode::Internal, "libsodium can't be used.");
    KeyBytes bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return keyText(bytes);
}

std::string keyFromSeed(std::string_view seed) {
    constexpr std::string_view kPurpose = "kith api key from a seed";
    KeyBytes bytes{};
    crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(seed.data()),
                       seed.size(), reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size());
    return keyText(bytes);
}

// A key is 256 random bits, so a plain hash can't be searched for it.
std::string hashOf(std::string_view secret) {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(secret.data()),
                       secret.size(), nullptr, 0);
    std::string text(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    text.pop_back();  // The terminating zero.
    return text;
}

bool isOneOf(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// `*`, or an origin as browsers write it (RFC 6454): `scheme://host` or `scheme://host:port`. Anything else
/// would never be equal to one.
bool isOrigin(std::string_view text) {
    constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    if (text == "*") return true;
    const auto schemeEnd = text.find("://");
    if (schemeEnd == std::string_view::npos || text.size() > kMaxOrigin) return false;
    const auto authority = text.substr(schemeEnd + 3);
    const auto hostEnd = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    auto host = authority.substr(0, hostEnd);
    const auto port = authority.substr(std::min(host.size(), authority.size()));
    if (host.starts_with('[')) {
        if (!isOneOf(host.substr(1, host.size() - 2), "0123456789abcdefABCDEF:.")) return false;
    } else if (!isOneOf(host, kHost)) {
        return false;
    }
    const bool plainPort = port.empty() || (port.front() == ':' && isOneOf(port.substr(1), "0123456789"));
    return plainPort && isOneOf(text.substr(0, schemeEnd), "abcdefghijklmnopqrstuvwxyz0123456789+.-");
}

}  // namespace

void requireMakeable(const NewApiKey& wanted) {
    std::vector<base::Violation> violations;
    const auto require = [&](bool good, std::string pointer, const char* code, const char* detail) {
        if (!good) violations.push_back({std::move(pointer), code, detail});
    };
    require(!wanted.name.empty() && wanted.name.size() <= kMaxName, "/name", "out_of_range",
            "A name has from 1 to 100 bytes.");
    require(base::isUtf8(wanted.name) && !model::hasControl(wanted.name), "/name", "invalid_value",
            "A name is UTF-8 without control characters.");
    require(wanted.origins.size() <= kMaxOrigins, "/origins", "too_many", "A key has at most 50 origins.");
    for (std::size_t i = 0; i < std::min(wanted.origins.size(), kMaxOrigins); ++i) {
        require(isOrigin(wanted.origins[i]), "/origins/" + std::to_string(i), "invalid_value",
                "An origin is `scheme://host` or `scheme://host:port`, or `*`.");
    }
    require(!wanted.ratePerMinute || (*wanted.ratePerMinute >= 1 && *wanted.ratePerMinute <= kMaxRate),
            "/rate_per_minute", "out_of_range", "A rate is from 1 to 1,000,000 requests a minute.");
    const bool isPublic = wanted.right == KeyRight::Public;
    require(isPublic || wanted.origins.empty(), "/origins", "not_allowed", "Only public keys have origins.");
    require(isPublic || !wanted.ratePerMinute, "/rate_per_minute", "not_allowed",
            "Only public keys have a rate.");
    require(wanted.right != KeyRight::Read || !wanted.strict, "/strict", "not_allowed",
            "A key that writes nothing is not strict.");
    if (!violations.empty())
        throw base::Error(base::ErrorCode::InvalidInput, "The key can't be made like that.", violations);
}

namespace {

/// Calls `take(ApiKey)` for each row of a statement that begins with kSelectKey.
template <class Take, class... Values>
void eachKey(Session& session, const std::string& sql, Take take, Values... values) {
    session.each<base::KeyId, std::string, std::string, std::string, std::optional<std::int64_t>, base::Time,
                 std::optional<base::Time>, bool>(
        sql,
        [&](base::KeyId id, std::string name, const std::string& right, const std::string& origins,
            std::optional<std::int64_t> rate, base::Time created, std::optional<base::Time> revoked,
            bool strict) {
            const auto known = keyRightFromName(right);
            const auto list = nlohmann::json::parse(origins, nullptr, false);
            if (!known || !list.is_array())
                throw base::Error(base::ErrorCode::Storage, "A stored key can't be read.");
            take(ApiKey{id, std::move(name), *known, list.get<std::vector<std::string>>(), rate, created,
                        revoked, strict});
        },
        values...);
}

}  // namespace

std::string_view keyRightName(KeyRight right) noexcept {
    return kRights.of(right);
}

std::optional<KeyRight> keyRightFromName(std::string_view name) noexcept {
    return kRights.find(name);
}

KeyStore::KeyStore(Database& database, const base::Clock& clock, base::IdGenerator& ids,
                   KeyStoreSettings settings)
    : database_(database), clock_(clock), ids_(ids), settings_(settings) {}

IssuedApiKey KeyStore::create(const NewApiKey& wanted) {
    return insert(wanted, randomKey());
}

IssuedApiKey KeyStore::createOnce(const NewApiKey& wanted, std::string_view seed) {
    auto issued = insert(wanted, keyFromSeed(seed));
    const auto& key = issued.key;
    if (key.name != wanted.name || key.right != wanted.right || key.origins != wanted.origins ||
        key.ratePerMinute != wanted.ratePerMinute || key.strict != wanted.strict)
        throw base::Error(base::ErrorCode::IdReused, "This made another key before.");
    if (key.revokedAt) throw base::Error(base::ErrorCode::Conflict, "The key was made and revoked before.");
    return issued;
}

/// What stands under that secret: this key, or the one that was there.
IssuedApiKey KeyStore::insert(const NewApiKey& wanted, std::string secret) {
    static const std::string kSql = std::string{kSelectKey} + " WHERE hash = :hash";
    requireMakeable(wanted);
    IssuedApiKey issued{{ids_.make<base::KeyId>(), wanted.name, wanted.right, wanted.origins,
                         wanted.ratePerMinute, clock_.now(), std::nullopt, wanted.strict},
                        std::move(secret)};
    const auto hash = hashOf(issued.secret);
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto inserted = writer->execute(
        "INSERT INTO api_key (id, name, right_name, hash, origins, rate_per_minute, created_at, strict)"
        " VALUES (:id, :name, :right_name, :hash, :origins, :rate, :created_at, :strict)"
        " ON CONFLICT (hash) DO NOTHING",
        issued.key.id, std::string_view{issued.key.name}, keyRightName(issued.key.right),
        std::string_view{hash}, nlohmann::json(issued.key.origins).dump(), issued.key.ratePerMinute,
        issued.key.createdAt, issued.key.strict);
    if (inserted == 0) {
        eachKey(
            *writer, kSql, [&](ApiKey key) { issued.key = std::move(key); }, std::string_view{hash});
    }
    transaction.commit();
    const std::scoped_lock lock(mutex_);
    unknown_.erase(hash);
    return issued;
}

std::vector<ApiKey> KeyStore::list() const {
    static const std::string kSql = std::string{kSelectKey} + " ORDER BY created_at, id";
    return database_.read([&](Session& session) {
        std::vector<ApiKey> keys;
        eachKey(session, kSql, [&](ApiKey key) { keys.push_back(std::move(key)); });
        return keys;
    });
}

bool KeyStore::isActive(base::KeyId id) const {
    constexpr std::string_view kSql = R"sql(
SELECT CAST(1 AS bigint) FROM api_key WHERE id = :id AND revoked_at IS NULL
UNION ALL
SELECT CAST(1 AS bigint) FROM account_session AS own JOIN account ON account.id = own.account_id
WHERE own.id = :id AND own.expires_at > :now AND account.is_disabled = 0)sql";
    return database_.read(
        [&](Session& session) { return session.first<std::int64_t>(kSql, id, clock_.now()).has_value(); });
}

bool KeyStore::revoke(base::KeyId id) {
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto revoked = writer->execute(
        "UPDATE api_key SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL", clock_.now(), id);
    transaction.commit();
    const std::scoped_lock lock(mutex_);
    std::erase_if(known_, [&](const auto& entry) { return entry.second.key->id == id; });
    return revoked != 0;
}

std::shared_ptr<const ApiKey> KeyStore::authenticate(std::string_view secret,
                                                     const std::function<void()>& beforeSearch) {
    if (!secret.starts_with(kPrefix) || secret.size() > kMaxSecret) return nullptr;
    const std::string hash = hashOf(secret);
    const auto now = clock_.now();
    bool wasValid = false;
    {
        const std::scoped_lock lock(mutex_);
        const auto known = known_.find(hash);
        wasValid = known != known_.end();
        if (wasValid && known->second.until > now) return known->second.key;
        const auto unknown = unknown_.find(hash);
        if (unknown != unknown_.end() && unknown->second.until > now) return nullptr;
    }
    if (!wasValid && beforeSearch) beforeSearch();
    auto found = search(hash);
    remember(hash, {found, now + settings_.cacheFor});
    return found;
}

std::shared_ptr<const ApiKey> KeyStore::search(const std::string& hash) const {
    static const std::string kSql = std::string{kSelectKey} + " WHERE hash = :hash AND revoked_at IS NULL";
    return database_.read([&](Session& session) {
        std::shared_ptr<const ApiKey> found;
        eachKey(
            session, kSql, [&](ApiKey key) { found = std::make_shared<const ApiKey>(std::move(key)); },
            std::string_view{hash});
        return found;
    });
}

void KeyStore::remember(const std::string& hash, const Cached& found) {
    const auto now = clock_.now();
    const std::scoped_lock lock(mutex_);
    auto& cache = found.key ? known_ : unknown_;
    (found.key ? unknown_ : known_).erase(hash);
    if (cache.size() >= settings_.cacheSize && !cache.contains(hash)) {
        std::erase_if(cache, [&](const auto& entry) { return entry.second.until <= now; });
        if (cache.size() >= settings_.cacheSize) cache.clear();
    }
    cache.insert_or_assign(hash, found);
}

}  // namespace kith::storage
