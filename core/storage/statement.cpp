// SPDX-License-Identifier: Apache-2.0
#include "core/storage/statement.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

bool isNameCharacter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::vector<std::string> parameterNames(std::string_view sql) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto past = pastOpaque(sql, at); past != at) {
            at = past;
        } else if (sql[at] != ':') {
            ++at;
        } else if (at + 1 < sql.size() && sql[at + 1] == ':') {
            at += 2;
        } else {
            const auto begin = ++at;
            while (at < sql.size() && isNameCharacter(sql[at])) ++at;
            std::string name{sql.substr(begin, at - begin)};
            if (!name.empty() && std::ranges::find(names, name) == names.end()) {
                names.push_back(std::move(name));
            }
        }
    }
    return names;
}

Statement::Statement(soci::session& session, const std::string& sql, std::span<const Slot::Kind> parameters,
                     std::span<const Slot::Kind> columns)
    : statement_(session) {
    const auto names = parameterNames(sql);
    if (names.size() != parameters.size()) {
        throw base::Error(base::ErrorCode::Internal, "A statement was given the wrong number of values.");
    }
    statement_.alloc();
    statement_.prepare(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        auto& slot = parameters_.emplace_back();
        slot.kind = parameters[i];
        if (slot.kind == Slot::Kind::Text)
            statement_.exchange(soci::use(slot.text, slot.state, names[i]));
        else
            statement_.exchange(soci::use(slot.number, slot.state, names[i]));
    }
    for (const auto kind : columns) {
        auto& slot = columns_.emplace_back();
        slot.kind = kind;
        if (kind == Slot::Kind::Text)
            statement_.exchange(soci::into(slot.text, slot.state));
        else
            statement_.exchange(soci::into(slot.number, slot.state));
    }
    statement_.define_and_bind();
}

std::int64_t Statement::run() {
    statement_.execute(true);
    return statement_.get_affected_rows();
}

void Statement::open() {
    statement_.execute(false);
}

bool Statement::fetch() {
    return statement_.fetch();
}

}  // namespace kith::storage
