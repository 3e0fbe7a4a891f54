// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace kith::api {

/// Files that are part of the program, in pieces. Written by cmake/embed_documents.cpp.
namespace embedded {

extern const std::initializer_list<std::string_view> kOpenapi;
extern const std::initializer_list<std::string_view> kDocs;
extern const std::initializer_list<std::string_view> kPage;
extern const std::initializer_list<std::string_view> kPageTexts;

[[nodiscard]] std::string joined(std::initializer_list<std::string_view> pieces);

}  // namespace embedded

/// `'sha256-…'`, as in a Content-Security-Policy, of what stands between the tags of that name.
[[nodiscard]] std::string hashOfElement(std::string_view html, const std::string& tag);

}  // namespace kith::api
