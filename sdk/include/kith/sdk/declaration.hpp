// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include <kith/plugin.h>
#include "types.hpp"

/// What a plugin brings, written as constants. Each of these turns into the struct of the C boundary that is
/// documented in the header named with it, so that an array reads
/// `constexpr kith_route kRoutes[] = {sdk::Route{.method = "POST", .path = "updates", .right =
/// Right::None}};`
namespace kith::sdk {

enum class IdentifierClass : kith_identifier_class {
    Unique = KITH_CLASS_UNIQUE,
    Linking = KITH_CLASS_LINKING,
    Moving = KITH_CLASS_MOVING,
};

/// kith/identifier.h
struct IdentifierType {
    std::string_view name;
    IdentifierClass identifierClass = IdentifierClass::Linking;
    std::uint32_t limit = 1;
    std::int32_t matchingOrder = 1000;
    std::uint32_t normalizerVersion = 1;
    std::span<const kith_str> blockedValues = {};

    // NOLINTNEXTLINE(google-explicit-constructor)
    [[nodiscard]] constexpr operator kith_identifier_type() const noexcept {
        return {sizeof(kith_identifier_type),
                static_cast<kith_identifier_class>(identifierClass),
                raw(name),
                limit,
                matchingOrder,
                normalizerVersion,
                static_cast<std::uint32_t>(blockedValues.size()),
                blockedValues.data()};
    }
};

enum class Storage : kith_storage_kind {
    Text = KITH_STORAGE_TEXT,
    Integer = KITH_STORAGE_INTEGER,
    Decimal = KITH_STORAGE_DECIMAL,
    Boolean = KITH_STORAGE_BOOLEAN,
    Date = KITH_STORAGE_DATE,
    Time = KITH_STORAGE_TIME,
    Json = KITH_STORAGE_JSON,
};

/// kith/field_type.h
struct FieldTypeInfo {
    std::string_view name;
    Storage storage = Storage::Text;
    kith_operators operators = KITH_OPERATOR_KNOWN | KITH_OPERATOR_UNKNOWN;
    bool isSet = false;
    std::string_view optionsSchema = {};

    // NOLINTNEXTLINE(google-explicit-constructor)
    [[nodiscard]] constexpr operator kith_field_type() const noexcept {
        return {sizeof(kith_field_type),
                static_cast<kith_storage_kind>(storage),
                raw(name),
                operators,
                isSet ? 1U : 0U,
                raw(optionsSchema)};
    }
};

/// kith/channel.h
struct ChannelInfo {
    std::string_view name;
    kith_activity_statuses statuses = 0;
    std::span<const kith_str> endpointTypes = {};

    // NOLINTNEXTLINE(google-explicit-constructor)
    [[nodiscard]] constexpr operator kith_channel() const noexcept {
        return {sizeof(kith_channel),
                statuses,
                raw(name),
                endpointTypes.data(),
                static_cast<std::uint32_t>(endpointTypes.size()),
                0};
    }
};

/// kith/route.h
struct Route {
    std::string_view method;
    std::string_view path;
    Right right = Right::Write;
    std::uint64_t bodyLimit = 0;
    std::span<const kith_str> mediaTypes = {};

    // NOLINTNEXTLINE(google-explicit-constructor)
    [[nodiscard]] constexpr operator kith_route() const noexcept {
        return {sizeof(kith_route),
                static_cast<kith_right>(right),
                raw(method),
                raw(path),
                bodyLimit,
                mediaTypes.data(),
                static_cast<std::uint32_t>(mediaTypes.size()),
                0};
    }
};

/// kith/plugin.h
struct Declaration {
    std::string_view id;
    std::string_view version;
    std::span<const kith_identifier_type> identifierTypes = {};
    std::span<const kith_field_type> fieldTypes = {};
    const kith_channel* channel = nullptr;
    std::span<const kith_route> routes = {};
    std::span<const kith_migration> migrations = {};
    std::span<const kith_str> extensions = {};
    std::string_view optionsSchema = {};

    // NOLINTNEXTLINE(google-explicit-constructor)
    [[nodiscard]] constexpr operator kith_declaration() const noexcept {
        return {sizeof(kith_declaration),
                static_cast<std::uint32_t>(identifierTypes.size()),
                identifierTypes.data(),
                fieldTypes.data(),
                channel,
                routes.data(),
                migrations.data(),
                static_cast<std::uint32_t>(fieldTypes.size()),
                static_cast<std::uint32_t>(routes.size()),
                static_cast<std::uint32_t>(migrations.size()),
                static_cast<std::uint32_t>(extensions.size()),
                extensions.data(),
                raw(optionsSchema)};
    }
};

}  // namespace kith::sdk
