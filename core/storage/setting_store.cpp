// SPDX-License-Identifier: Apache-2.0
#include "core/storage/setting_store.hpp"

#include <sodium.h>

#include "core/base/error.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

[[noreturn]] void throwNoSecret() {
    throw base::Error(base::ErrorCode::Storage, "A generated secret in the database can't be read.");
}

std::string hexadecimal(const Secret& secret) {
    std::string text(secret.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), secret.data(), secret.size());
    text.pop_back();  // The terminating zero.
    return text;
}

Secret randomSecret() {
    if (sodium_init() < 0) throw base::Error(base::ErrorCode::Internal, "libsodium can't be used.");
    Secret secret{};
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

}  // namespace

std::optional<std::string> readSetting(Session& session, std::string_view name) {
    const auto row = session.first<std::string>("SELECT value FROM setting WHERE name = :name", name);
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

std::string lockSetting(Session& writer, std::string_view name) {
    writer.execute(
        "INSERT INTO setting (name, value) VALUES (:name, '')"
        " ON CONFLICT (name) DO UPDATE SET value = setting.value",
        name);
    return readSetting(writer, name).value_or("");
}

void writeSetting(Session& writer, std::string_view name, std::string_view value) {
    writer.execute("UPDATE setting SET value = :value WHERE name = :name", value, name);
}

std::optional<Secret> findSecret(Session& session, std::string_view name) {
    const auto text = readSetting(session, name);
    if (!text) return std::nullopt;
    Secret secret{};
    std::size_t size = 0;
    if (sodium_hex2bin(secret.data(), secret.size(), text->data(), text->size(), nullptr, &size, nullptr) !=
            0 ||
        size != secret.size()) {
        throwNoSecret();
    }
    return secret;
}

Secret generatedSecret(Session& writer, std::string_view name) {
    if (const auto made = findSecret(writer, name)) return *made;
    Transaction transaction(writer);
    writer.execute("INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING",
                   name, hexadecimal(randomSecret()));
    transaction.commit();
    // Another program may have been faster; its secret stands.
    const auto secret = findSecret(writer, name);
    if (!secret) throwNoSecret();
    return *secret;
}

}  // namespace kith::storage
