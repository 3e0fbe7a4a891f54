// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/plugin.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/activity.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/plugins/schema.hpp"

namespace kith::plugins {

struct IdentifierTypeInfo {
    std::string name;
    model::IdentifierClass cls = model::IdentifierClass::Linking;
    std::uint32_t limit = 1;
    int order = 0;
    std::uint32_t normalizerVersion = 1;
    std::vector<std::string> blockedValues;  ///< A `*` at the end stands for any rest.
};

struct FieldTypeInfo {
    std::string name;
    model::ValueKind kind = model::ValueKind::Text;
    bool isSet = false;
    kith_operators operators = 0;
    Schema options;
};

struct ChannelInfo {
    std::string name;
    std::vector<model::Status> statuses;  ///< By rank.
    std::vector<std::string> endpointTypes;
};

enum class RouteRight { None, Public, Read, Write, Admin };

struct RouteInfo {
    std::string method;
    std::string path;  ///< Absolute: a relative one stands under its channel.
    RouteRight right = RouteRight::Admin;
    std::uint64_t bodyLimit = 0;
    std::vector<std::string> mediaTypes;  ///< Empty: any.
};

/// One step of a plugin's tables: `shared`, or a text for each engine.
struct MigrationInfo {
    std::uint32_t number = 0;
    std::string name;
    std::string shared;
    std::string sqlite;
    std::string postgresql;
};

/// The function tables as this side knows them: what an older plugin does not have is null.
struct Functions {
    kith_functions plugin{};
    kith_identifier_functions identifier{};
    kith_field_type_functions fieldType{};
    kith_channel_functions channel{};
};

/// What a plugin says of itself, copied.
struct Descriptor {
    std::string id;
    std::string version;
    std::uint16_t abiMajor = 0;
    std::uint16_t abiMinor = 0;
    std::vector<IdentifierTypeInfo> identifierTypes;
    std::vector<FieldTypeInfo> fieldTypes;
    std::optional<ChannelInfo> channel;
    std::vector<RouteInfo> routes;
    std::vector<MigrationInfo> migrations;
    std::vector<std::string> extensions;
    Schema options;
    Functions functions;
};

/// A descriptor, or why it is none: one sentence per defect, and per warning of what an operator should know.
/// Calls nothing of the plugin.
struct Reading {
    Descriptor descriptor;
    std::vector<std::string> defects;
    std::vector<std::string> warnings;
};

/// `offered` are the extensions of this server.
[[nodiscard]] Reading readDescriptor(const kith_descriptor* theirs, std::span<const std::string> offered);

}  // namespace kith::plugins
