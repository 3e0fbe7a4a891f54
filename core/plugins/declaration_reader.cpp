// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/declaration_reader.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/base/utf8.hpp"
#include "core/model/operators.hpp"
#include "core/plugins/abi.hpp"

namespace kith::plugins {
namespace {

constexpr std::size_t kMaxItems = 1'000;
constexpr std::uint64_t kMaxBody = std::uint64_t{64} * 1024 * 1024;
constexpr std::array<std::string_view, 5> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE"};

bool isSegment(std::string_view segment) {
    const bool parameter = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
    if (parameter) return isName(segment.substr(1, segment.size() - 2));
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";
    return !segment.empty() && segment.find_first_not_of(plain) == std::string_view::npos && segment != "." &&
           segment != "..";
}

bool isPath(std::string_view path) {
    while (true) {
        const auto slash = path.find('/');
        if (!isSegment(path.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

/// Whether values of that kind, or sets of them, are compared by it: <kith/field_type.h>.
bool isFor(model::Operator is, model::ValueKind kind, bool isSet) noexcept {
    using model::Operator;
    using model::ValueKind;
    switch (is) {
        case Operator::Known:
        case Operator::Unknown:
            return true;
        case Operator::Equals:
        case Operator::NotEquals:
        case Operator::OneOf:
        case Operator::Less:
        case Operator::Greater:
        case Operator::Between:
            return kind != ValueKind::Json;
        case Operator::StartsWith:
            return kind == ValueKind::Text;
        case Operator::Contains:
            return kind == ValueKind::Text || (isSet && kind != ValueKind::Json);
        case Operator::AllOf:
        case Operator::NoneOf:
            return isSet && kind != ValueKind::Json;
        case Operator::InLastDays:
        case Operator::InNextDays:
            return kind == ValueKind::Date || kind == ValueKind::Time;
        case Operator::Anniversary:
            return kind == ValueKind::Date;
    }
    return false;
}

template <class Items>
bool repeats(const Items& items) {
    std::set<std::string_view> seen;
    return !std::all_of(items.begin(), items.end(),
                        [&](const auto& each) { return seen.insert(each.name).second; });
}

}  // namespace

bool isName(std::string_view text) noexcept {
    if (text.empty() || text.size() > 32 || text.front() < 'a' || text.front() > 'z') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void DeclarationReader::read() {
    readIdentifierTypes();
    readFieldTypes();
    readChannel();
    readRoutes();
    readMigrations();
    readOptions();
}

template <class Struct, class Make>
void DeclarationReader::each(const Struct* first, std::size_t count, const char* what, Make&& make) {
    if (count == 0) return;
    if (count > kMaxItems || !readStruct(first)) {
        defect(std::string("Its list of ") + what + "s is missing, too long or cut short.");
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto element = readStruct(elementAt(first, i));
        const auto place = std::string("The ") + what + " number " + std::to_string(i + 1);
        if (element) {
            make(*element, place);
        } else {
            defect(place + " is cut short.");
        }
    }
}

void DeclarationReader::readIdentifierTypes() {
    each(from_.identifier_types, from_.identifier_type_count, "identifier type",
         [&](const kith_identifier_type& type, const std::string& what) {
             IdentifierTypeInfo info{
                 .name = name(type.name, what),
                 .limit = type.limit,
                 .order = type.matching_order,
                 .normalizerVersion = type.normalizer_version,
                 .blockedValues = list(type.blocked_values, type.blocked_value_count, what)};
             switch (type.identifier_class) {
                 case KITH_CLASS_UNIQUE:
                     info.cls = model::IdentifierClass::Unique;
                     break;
                 case KITH_CLASS_LINKING:
                     info.cls = model::IdentifierClass::Linking;
                     break;
                 case KITH_CLASS_MOVING:
                     info.cls = model::IdentifierClass::Moving;
                     break;
                 default:
                     defect(what + " has a class that this server does not know.");
             }
             if (type.limit == 0) defect(what + " has the limit 0; it must be at least 1.");
             if (type.identifier_class == KITH_CLASS_UNIQUE && type.limit > 1) {
                 defect(what + " is unique and has a limit over 1.");
             }
             if (type.normalizer_version == 0) defect(what + " has no normaliser version.");
             to_.identifierTypes.push_back(std::move(info));
         });
    if (repeats(to_.identifierTypes)) defect("It declares an identifier type twice.");
}

void DeclarationReader::readFieldTypes() {
    constexpr std::array kinds{model::ValueKind::Text,    model::ValueKind::Integer,
                               model::ValueKind::Decimal, model::ValueKind::Boolean,
                               model::ValueKind::Date,    model::ValueKind::Time,
                               model::ValueKind::Json};
    constexpr kith_operators known = KITH_OPERATOR_UNKNOWN * 2U - 1U;
    each(from_.field_types, from_.field_type_count, "field type",
         [&](const kith_field_type& type, const std::string& what) {
             FieldTypeInfo info{.name = name(type.name, what),
                                .isSet = type.is_set != 0,
                                .operators = type.operators,
                                .options = schema(type.options_schema, what)};
             if (type.storage >= KITH_STORAGE_TEXT && type.storage <= KITH_STORAGE_JSON) {
                 info.kind = kinds.at(type.storage - KITH_STORAGE_TEXT);
                 checkOperators(info, what);
             } else {
                 defect(what + " has a storage kind that this server does not know.");
             }
             if ((type.operators & ~known) != 0)
                 defect(what + " picks an operator that this server does not know.");
             if (type.is_set > 1) defect(what + " is neither a set nor a single value.");
             to_.fieldTypes.push_back(std::move(info));
         });
    if (repeats(to_.fieldTypes)) defect("It declares a field type twice.");
}

void DeclarationReader::checkOperators(const FieldTypeInfo& type, const std::string& what) {
    const model::Operators picked(type.operators);
    for (const auto name : model::kOperatorNames.names) {
        const auto is = *model::kOperatorNames.find(name);
        if (!picked.has(is) || isFor(is, type.kind, type.isSet)) continue;
        defect(what + " picks the operator " + std::string(name) + ", which a " +
               (type.isSet ? "set" : "single value") + " of the kind " +
               std::string(model::valueKindName(type.kind)) + " does not have.");
    }
}

void DeclarationReader::readChannel() {
    if (from_.channel == nullptr) return;
    const auto channel = readStruct(from_.channel);
    if (!channel) {
        defect("Its channel is cut short.");
        return;
    }
    ChannelInfo info{
        .name = name(channel->name, "Its channel"),
        .statuses = {},
        .endpointTypes = list(channel->endpoint_types, channel->endpoint_type_count, "Its channel")};
    for (int rank = 0; rank < static_cast<int>(model::Status::Complained); ++rank) {
        if ((channel->statuses >> rank & 1U) != 0)
            info.statuses.push_back(static_cast<model::Status>(rank + 1));
    }
    if (channel->statuses >= KITH_ACTIVITY_COMPLAINED * 2U) {
        defect("Its channel uses a status that this server does not know.");
    }
    to_.channel = std::move(info);
}

void DeclarationReader::readRoutes() {
    each(from_.routes, from_.route_count, "route", [&](const kith_route& route, const std::string& what) {
        RouteInfo info{.method = std::string(view(route.method)),
                       .path = this->route(route.path, what),
                       .bodyLimit = route.body_limit,
                       .mediaTypes = list(route.media_types, route.media_type_count, what)};
        if (std::find(kMethods.begin(), kMethods.end(), info.method) == kMethods.end()) {
            defect(what + " has a method other than GET, POST, PUT, PATCH and DELETE.");
        }
        switch (route.right) {
            case KITH_RIGHT_NONE:
                info.right = RouteRight::None;
                break;
            case KITH_RIGHT_PUBLIC:
                info.right = RouteRight::Public;
                break;
            case KITH_RIGHT_READ:
                info.right = RouteRight::Read;
                break;
            case KITH_RIGHT_WRITE:
                info.right = RouteRight::Write;
                break;
            case KITH_RIGHT_ADMIN:
                info.right = RouteRight::Admin;
                break;
            default:
                defect(what + " needs a right that this server does not know.");
        }
        if (route.body_limit > kMaxBody) defect(what + " allows a body over 64 MiB.");
        to_.routes.push_back(std::move(info));
    });
}

void DeclarationReader::readMigrations() {
    std::uint32_t next = 1;
    each(from_.migrations, from_.migration_count, "migration",
         [&](const kith_migration& step, const std::string& what) {
             MigrationInfo info{step.number, name(step.name, what), std::string(view(step.shared)),
                                std::string(view(step.sqlite)), std::string(view(step.postgresql))};
             if (step.number != next)
                 defect(what + " does not have the number " + std::to_string(next) + ".");
             const bool one = !info.shared.empty() && info.sqlite.empty() && info.postgresql.empty();
             const bool two = info.shared.empty() && !info.sqlite.empty() && !info.postgresql.empty();
             if (!one && !two) defect(what + " needs either one text, or one for each engine.");
             ++next;
             to_.migrations.push_back(std::move(info));
         });
}

void DeclarationReader::readOptions() {
    to_.options = schema(from_.options_schema, "The plugin");
    to_.extensions = list(from_.extensions, from_.extension_count, "The list of extensions");
}

std::string DeclarationReader::name(kith_str text, const std::string& what) {
    std::string out(view(text));
    if (!isName(out)) {
        defect(what +
               " has no proper name: a to z, digits and underscores, at most 32, beginning with a letter.");
    }
    return out;
}

std::string DeclarationReader::route(kith_str text, const std::string& what) {
    std::string path(view(text));
    const bool absolute = !path.empty() && path.front() == '/';
    if (!isPath(absolute ? std::string_view(path).substr(1) : std::string_view(path))) {
        defect(what + " has no proper path.");
    }
    if (absolute) return path;
    if (!to_.channel) defect(what + " has a relative path, but the plugin has no channel.");
    return "/channels/" + (to_.channel ? to_.channel->name : std::string{}) + "/" + path;
}

std::vector<std::string> DeclarationReader::list(const kith_str* items, std::size_t count,
                                                 const std::string& what) {
    std::vector<std::string> out;
    if (count > kMaxItems || (count > 0 && items == nullptr)) {
        defect(what + " has a list that is missing or too long.");
        return out;
    }
    for (std::size_t i = 0; i < count; ++i) {
        out.emplace_back(view(items[i]));
        if (out.back().empty() || !base::isText(out.back()))
            defect(what + " has a list with an item that is no text.");
    }
    return out;
}

Schema DeclarationReader::schema(kith_str text, const std::string& what) {
    try {
        return Schema(view(text));
    } catch (const base::Error& error) {
        for (const auto& each : error.violations()) {
            defect(what + " has a schema of options that is wrong at '" + each.pointer + "': " + each.detail);
        }
        return Schema{};
    }
}

}  // namespace kith::plugins
