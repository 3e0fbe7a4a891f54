// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/base/time.hpp"

namespace kith::model {

/// Where a value stands in an input: a chain on the stack, written out only when something is wrong.
class Where {
public:
    Where() = default;
    Where(const Where& parent, std::string_view member) : parent_(&parent), member_(member) {}
    Where(const Where& parent, std::size_t index) : parent_(&parent), index_(index), isIndex_(true) {}

    /// RFC 6901.
    [[nodiscard]] std::string pointer() const;

private:
    const Where* parent_ = nullptr;
    std::string_view member_;
    std::size_t index_ = 0;
    bool isIndex_ = false;
};

/// What is wrong with an input (it can't be taken) and what was left out of it. Bounded: past the bound one
/// last entry says that there was more.
class Findings {
public:
    void wrong(const Where& where, std::string_view code, std::string detail);
    void warn(const Where& where, std::string_view code, std::string detail);

    [[nodiscard]] bool isWrong() const noexcept { return !wrong_.empty(); }
    [[nodiscard]] std::vector<base::Violation>& warnings() noexcept { return warnings_; }
    /// What was left out so far is wrong after all.
    void refuseLeftOut();
    /// Error{InvalidInput} with everything that is wrong; only if something is.
    [[nodiscard]] base::Error takeError();

private:
    std::vector<base::Violation> wrong_;
    std::vector<base::Violation> warnings_;
};

enum class Control { Allowed, Refused };

/// The members of JSON values, with what is wrong with them collected. `null` counts as absent. Each reader
/// returns nothing for an absent value and for one that is wrong. Views live as long as the JSON value.
class Reader {
public:
    Reader(Findings& findings, base::Time latest) : findings_(findings), latest_(latest) {}

    /// Whether `value` is an object; says so if not, and names every member that is not in `known`.
    bool object(const nlohmann::json& value, const Where& where,
                std::initializer_list<std::string_view> known) const;
    /// Whether `value` is an array of at most `most` elements.
    bool array(const nlohmann::json& value, const Where& where, std::size_t most) const;

    /// 1 to `most` bytes; without control characters unless they are allowed.
    [[nodiscard]] std::optional<std::string_view> text(const nlohmann::json& object, const Where& where,
                                                       std::string_view member, std::size_t most,
                                                       Control control = Control::Refused) const;
    /// The same for a text that has to be there.
    [[nodiscard]] std::optional<std::string_view> requiredText(const nlohmann::json& object,
                                                               const Where& where, std::string_view member,
                                                               std::size_t most) const;
    /// `proof`: how whoever writes something down for a person knows that the person said it. Nothing but
    /// white space is none.
    [[nodiscard]] std::optional<std::string_view> proof(const nlohmann::json& object,
                                                        const Where& where) const;
    [[nodiscard]] std::optional<bool> flag(const nlohmann::json& object, const Where& where,
                                           std::string_view member) const;
    /// RFC 3339, not later than the latest allowed time.
    [[nodiscard]] std::optional<base::Time> time(const nlohmann::json& object, const Where& where,
                                                 std::string_view member) const;
    /// The same without the limit: an end that is agreed to.
    [[nodiscard]] std::optional<base::Time> anyTime(const nlohmann::json& object, const Where& where,
                                                    std::string_view member) const;

private:
    Findings& findings_;
    base::Time latest_;
};

/// A member that is there and not null.
[[nodiscard]] const nlohmann::json* memberOf(const nlohmann::json& object, std::string_view name);

/// Whether no member within `value` is null, each of which is found to be wrong: for what would mean
/// something else without it.
[[nodiscard]] bool hasNoNulls(const nlohmann::json& value, const Where& where, Findings& findings);

}  // namespace kith::model
