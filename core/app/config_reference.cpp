// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_reference.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

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

void expandText(Node& node, const Environment& environment, Problems& problems) {
    std::string expanded;
    std::size_t at = 0;
    while (true) {
        const auto start = node.text.find("${", at);
        if (start == std::string::npos) break;
        if (start > at && node.text[start - 1] == '$') {
            expanded.append(node.text, at, start - at - 1).append("${");
            at = start + 2;
            continue;
        }
        const auto end = node.text.find('}', start);
        if (end == std::string::npos || end == start + 2) {
            problems.add(node.position, "unresolved_reference",
                         "'${' is not closed; write $${ for a plain ${");
            node.kind = Node::Kind::Invalid;
            return;
        }
        const auto value =
            resolve(node.text.substr(start + 2, end - start - 2), node.position, environment, problems);
        if (!value) {
            node.kind = Node::Kind::Invalid;
            return;
        }
        expanded.append(node.text, at, start - at).append(*value);
        at = end + 1;
        node.secret = true;
        node.style = Style::Raw;
    }
    expanded.append(node.text, at);
    node.text = std::move(expanded);
}

}  // namespace

void expandReferences(Node& node, const Environment& environment, Problems& problems) {
    if (node.kind == Node::Kind::Scalar) expandText(node, environment, problems);
    for (auto& item : node.items) expandReferences(item, environment, problems);
    for (auto& member : node.members) expandReferences(member.value, environment, problems);
}

}  // namespace kith::app
