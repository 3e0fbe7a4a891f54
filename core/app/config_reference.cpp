// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_reference.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::app {
namespace {

constexpr std::size_t kMaxSecretFile = std::size_t{64} * 1'024;

std::optional<std::string> readSecretFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content(kMaxSecretFile + 1, '\0');
    if (!file) return std::nullopt;
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad() || static_cast<std::size_t>(file.gcount()) > kMaxSecretFile) return std::nullopt;
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.ends_with('\n')) content.pop_back();
    if (content.ends_with('\r')) content.pop_back();
    return content;
}

/// What stands between `${` and `}`, resolved; nothing after adding a problem.
std::optional<std::string> resolve(const std::string& reference, const Position& position,
                                   const Environment& environment, Problems& problems) {
    const auto argument = reference.substr(std::min(reference.find(':'), reference.size() - 1) + 1);
    if (reference.starts_with("env:") && !argument.empty()) {
        const auto found = environment.find(argument);
        if (found != environment.end()) return found->second;
        problems.add(position, "unresolved_reference",
                     "the environment variable " + argument + " is not set");
    } else if (reference.starts_with("file:") && !argument.empty()) {
        if (auto content = readSecretFile(argument)) return content;
        problems.add(position, "unresolved_reference",
                     "the file " + argument + " can't be read, or holds more than 64 KiB");
    } else {
        problems.add(position, "unresolved_reference",
                     "a reference is written ${env:NAME} or ${file:PATH}; write $${ for a plain ${");
    }
    return std::nullopt;
}

/// A part of a text: as it stands there, or what is between `${` and `}`.
struct Part {
    std::string text;
    bool isReference = false;
};

/// Nothing if a reference is not closed.
std::optional<std::vector<Part>> partsOf(const std::string& text) {
    std::vector<Part> parts(1);
    std::size_t at = 0;
    while (true) {
        const auto start = text.find("${", at);
        parts.back().text.append(text, at, start - at);
        if (start == std::string::npos) return parts;
        if (start > at && text[start - 1] == '$') {
            parts.back().text += '{';
            at = start + 2;
            continue;
        }
        const auto end = text.find('}', start);
        if (end == std::string::npos || end == start + 2) return std::nullopt;
        parts.push_back({text.substr(start + 2, end - start - 2), true});
        parts.emplace_back();
        at = end + 1;
    }
}

/// Whether a part stands for a password in a URL of PostgreSQL: for `…` of `//user:…@`, as libpq finds it,
/// or of `?password=…`.
bool isUrlPassword(const std::vector<Part>& parts, std::size_t index) {
    std::string before;
    std::string after;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].isReference) (i < index ? before : after) += parts[i].text;
    constexpr std::string_view kScheme = "postgresql://";
    if (!before.starts_with(kScheme)) return false;
    if (before.ends_with("?password=") || before.ends_with("&password=")) return true;
    const auto user = before.substr(kScheme.size());
    const auto end = after.find_first_of("@/");
    return user.find(':') != std::string::npos && user.find_first_of("@/") == std::string::npos &&
           end != std::string::npos && after[end] == '@';
}

/// Everything but the unreserved characters of a URL (RFC 3986, section 2.3) escaped.
std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kUnreserved =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (kUnreserved.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const std::size_t byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kDigits[byte / 16];
        encoded += kDigits[byte % 16];
    }
    return encoded;
}

void expandText(Node& node, const Environment& environment, Problems& problems) {
    const auto parts = partsOf(node.text);
    if (!parts) {
        problems.add(node.position, "unresolved_reference", "'${' is not closed; write $${ for a plain ${");
        node.kind = Node::Kind::Invalid;
        return;
    }
    std::string expanded;
    for (std::size_t i = 0; i < parts->size(); ++i) {
        const auto& part = (*parts)[i];
        if (!part.isReference) {
            expanded += part.text;
            continue;
        }
        const auto value = resolve(part.text, node.position, environment, problems);
        if (!value) {
            node.kind = Node::Kind::Invalid;
            return;
        }
        expanded += isUrlPassword(*parts, i) ? percentEncoded(*value) : *value;
        node.secret = true;
        node.style = Style::Raw;
    }
    node.text = std::move(expanded);
}

}  // namespace

void expandReferences(Node& node, const Environment& environment, Problems& problems) {
    if (node.kind == Node::Kind::Scalar) expandText(node, environment, problems);
    for (auto& item : node.items) expandReferences(item, environment, problems);
    for (auto& member : node.members) expandReferences(member.value, environment, problems);
}

}  // namespace kith::app
