// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <optional>
#include <sstream>
#include <utility>

#include "core/base/utf8.hpp"

namespace kith::app {
namespace {

/// Builds the tree from yaml-cpp's events: its own tree has already lost the duplicate keys.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string_view source, bool lines, Problems& problems)
        : source_(source), lines_(lines), problems_(problems) {}

    [[nodiscard]] Node take() { return std::move(root_); }
    [[nodiscard]] Position position(const YAML::Mark& mark) const {
        return lines_ ? Position{source_, mark.line + 1, mark.column + 1} : Position{source_};
    }

    [[nodiscard]] bool hasSecondDocument() const noexcept { return documents_ > 1; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ == 2) problems_.add(position(mark), "syntax", "only one YAML document is allowed");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        finish(begin(Node::Kind::Null, mark, "", anchor));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        auto node = begin(Node::Kind::Invalid, mark, "", 0);
        problems_.add(node.position, "syntax", "aliases are not supported: write the value out");
        finish(std::move(node));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        auto node = begin(Node::Kind::Scalar, mark, tag, anchor);
        node.text = value;
        node.style = tag == "?" ? Style::Plain : Style::Quoted;
        finish(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open_.push_back({begin(Node::Kind::List, mark, tag, anchor), std::nullopt});
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open_.push_back({begin(Node::Kind::Map, mark, tag, anchor), std::nullopt});
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        std::optional<Node> key;
    };

    Node begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        Node node;
        node.kind = kind;
        node.position = position(mark);
        if (anchor != 0) problems_.add(node.position, "syntax", "anchors are not supported");
        if (!tag.empty() && tag != "?" && tag != "!")
            problems_.add(node.position, "syntax", "tags such as " + tag + " are not supported");
        return node;
    }

    void close() {
        auto node = std::move(open_.back().node);
        open_.pop_back();
        finish(std::move(node));
    }

    void finish(Node node) {
        if (open_.empty()) {
            if (documents_ <= 1) root_ = std::move(node);
            return;
        }
        auto& parent = open_.back();
        if (parent.node.kind == Node::Kind::List) {
            parent.node.items.push_back(std::move(node));
        } else if (!parent.key) {
            parent.key = std::move(node);
        } else {
            addMember(parent.node, std::move(*parent.key), std::move(node));
            parent.key.reset();
        }
    }

    void addMember(Node& map, Node key, Node value) {
        if (key.kind != Node::Kind::Scalar || !base::isText(key.text)) {
            if (key.kind != Node::Kind::Invalid)
                problems_.add(key.position, "syntax", "a key must be plain text");
            return;
        }
        if (const auto* first = map.find(key.text)) {
            problems_.add(
                key.position, "duplicate_key",
                "'" + key.text + "' stands here a second time; the first is at " + first->position.text());
            return;
        }
        map.members.push_back({std::move(key.text), std::move(key.position), std::move(value)});
    }

    std::string source_;
    bool lines_;
    Problems& problems_;
    int documents_ = 0;
    std::vector<Open> open_;
    Node root_;
};

constexpr std::string_view kTabs = "lines are indented with blanks, not with tabs";

/// What the library's message means for somebody who writes a configuration.
std::string_view faultOf(std::string_view message) {
    namespace Theirs = YAML::ErrorMsg;
    static const std::pair<std::string_view, std::string_view> kFaults[] = {
        {Theirs::END_OF_MAP_FLOW, "a { is not closed, or a comma is missing"},
        {Theirs::END_OF_SEQ_FLOW, "a [ is not closed, or a comma is missing"},
        {Theirs::FLOW_END, "a } or ] closes nothing"},
        {Theirs::EOF_IN_SCALAR, "a quote is not closed"},
        {Theirs::TAB_IN_INDENTATION, kTabs},
        {Theirs::END_OF_MAP, "this does not fit the block before; look at the indentation"},
        {Theirs::END_OF_SEQ, "this does not fit the block before; look at the indentation"},
        {Theirs::BLOCK_ENTRY, "no item of a list can stand here"},
        {Theirs::MAP_KEY, "no key can stand here"},
        {Theirs::MAP_VALUE, "no value can stand here; a text that holds a colon is quoted"},
    };
    for (const auto& [theirs, ours] : kFaults)
        if (message.starts_with(theirs)) return ours;
    return "this can't be read";
}

/// Whether the library says it also of what a tab stands before: nothing can begin there.
bool isSaidBehindTabs(std::string_view message) {
    namespace Theirs = YAML::ErrorMsg;
    for (const std::string_view theirs :
         {Theirs::TAB_IN_INDENTATION, Theirs::BLOCK_ENTRY, Theirs::MAP_KEY, Theirs::MAP_VALUE})
        if (message.starts_with(theirs)) return true;
    return false;
}

/// The first tab of a line's indentation; both are counted from 0.
std::optional<int> tabOf(std::string_view text, int line) {
    for (; line > 0; --line) text.remove_prefix(text.find('\n') + 1);
    const auto tab = text.substr(0, text.find_first_not_of(" \t")).find('\t');
    return tab == std::string_view::npos ? std::nullopt : std::optional(static_cast<int>(tab));
}

}  // namespace

Node parseYaml(const std::string& text, std::string_view source, bool lines, Problems& problems) {
    TreeBuilder builder(source, lines, problems);
    std::istringstream input(text);
    try {
        YAML::Parser parser(input);
        // A text like `,` is a document without end to yaml-cpp, again and again: one more is enough to
        // refuse it.
        while (!builder.hasSecondDocument() && parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& error) {
        auto mark = error.mark;
        auto fault = faultOf(error.msg);
        const auto tab = isSaidBehindTabs(error.msg) ? tabOf(text, mark.line) : std::nullopt;
        if (tab) {
            mark.column = *tab;
            fault = kTabs;
        }
        const auto where = mark.is_null() ? Position{std::string(source)} : builder.position(mark);
        problems.add(where, "syntax", "not valid YAML: " + std::string(fault));
        Node failed;
        failed.kind = Node::Kind::Invalid;
        failed.position = where;
        return failed;
    }
    auto root = builder.take();
    if (root.position.source.empty())
        root.position = lines ? Position{std::string(source), 1, 1} : Position{std::string(source)};
    return root;
}

}  // namespace kith::app
