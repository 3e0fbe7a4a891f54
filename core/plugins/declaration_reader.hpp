// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/plugins/descriptor.hpp"

namespace kith::plugins {

/// Copies a declaration into `to` and adds a sentence to `defects` for everything that is wrong in it.
class DeclarationReader {
public:
    DeclarationReader(const kith_declaration& from, Descriptor& to, std::vector<std::string>& defects)
        : from_(from), to_(to), defects_(defects) {}

    void read();

private:
    void readIdentifierTypes();
    void readFieldTypes();
    void checkOperators(const FieldTypeInfo& type, const std::string& what);
    void readChannel();
    void readRoutes();
    void readMigrations();
    void readOptions();

    [[nodiscard]] std::string name(kith_str text, const std::string& what);
    [[nodiscard]] std::string route(kith_str path, const std::string& what);
    [[nodiscard]] std::vector<std::string> list(const kith_str* items, std::size_t count,
                                                const std::string& what);
    [[nodiscard]] Schema schema(kith_str text, const std::string& what);
    void defect(std::string sentence) { defects_.push_back(std::move(sentence)); }

    /// Each element of a counted array, prefix-copied; `Info` is made by `make(element, what)`.
    template <class Struct, class Make>
    void each(const Struct* first, std::size_t count, const char* what, Make&& make);

    const kith_declaration& from_;
    Descriptor& to_;
    std::vector<std::string>& defects_;
};

/// [a-z][a-z0-9_]{0,31}
[[nodiscard]] bool isName(std::string_view text) noexcept;

}  // namespace kith::plugins
