// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/entry_json.hpp"

#include <string_view>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/reader.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/model/text.hpp"

namespace kith::catalogue {
namespace {

using Json = nlohmann::json;
using model::Where;

constexpr std::size_t kMaxLanguages = 50;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxDescription = 2'000;
constexpr std::size_t kMaxOptions = 65'536;
constexpr std::size_t kMaxChannels = 50;
constexpr std::int64_t kMaxPosition = 1'000'000;
constexpr const char* kFieldSigns = "`_` and `.`";
constexpr const char* kCategorySigns = "`_`, `.` and `-`";

/// Reads the members of one entry, and collects what is wrong with them.
class MemberReader {
public:
    MemberReader(const Json& members, std::initializer_list<std::string_view> known) : members_(members) {
        if (!reader().object(members, top_, known)) throw findings_.takeError();
    }

    /// `signs`: what it may hold beside letters and digits.
    [[nodiscard]] std::string key(bool (*isKey)(std::string_view) noexcept, const std::string& signs) {
        const auto text = reader().requiredText(members_, top_, "key", model::bounds::kKey);
        if (text && !isKey(*text))
            wrong("key", "invalid_key",
                  "must begin with a lower-case letter, and hold nothing but those, digits, " + signs);
        return std::string(text.value_or(""));
    }
    [[nodiscard]] std::string requiredText(std::string_view name, std::size_t most) {
        return std::string(reader().requiredText(members_, top_, name, most).value_or(""));
    }
    [[nodiscard]] std::string text(std::string_view name, std::size_t most,
                                   model::Control control = model::Control::Refused) {
        return std::string(reader().text(members_, top_, name, most, control).value_or(""));
    }
    [[nodiscard]] bool flag(std::string_view name, bool fallback) {
        return reader().flag(members_, top_, name).value_or(fallback);
    }

    [[nodiscard]] model::Texts texts(std::string_view name, std::size_t most, model::Control control) {
        model::Texts texts;
        const auto* given = model::memberOf(members_, name);
        if (given == nullptr) return texts;
        const Where at(top_, name);
        if (!given->is_object()) {
            findings_.wrong(at, "wrong_type", "must be an object of texts by language");
        } else if (given->size() > kMaxLanguages) {
            findings_.wrong(at, "too_many", "at most " + std::to_string(kMaxLanguages) + " languages");
        } else {
            for (const auto& [language, unused] : given->items()) {
                if (!model::isLanguageTag(language))
                    findings_.wrong({at, language}, "invalid_language", "must be a language tag, as `en`");
                if (const auto text = reader().text(*given, at, language, most, control))
                    texts.emplace(language, *text);
            }
        }
        return texts;
    }

    template <class Choice, std::size_t Count>
    [[nodiscard]] Choice choice(std::string_view name, const model::Names<Choice, Count>& choices,
                                Choice fallback) {
        const auto text = reader().text(members_, top_, name, model::bounds::kReason);
        if (!text) return fallback;
        const auto chosen = choices.find(*text);
        if (!chosen) wrong(name, "invalid_value", model::mustBeOneOf(choices.names));
        return chosen.value_or(fallback);
    }

    /// A JSON value as its text; nothing if it is absent.
    [[nodiscard]] std::optional<std::string> json(std::string_view name) {
        const auto* given = model::memberOf(members_, name);
        if (given == nullptr) return std::nullopt;
        auto text = given->dump();
        if (text.size() > kMaxOptions)
            wrong(name, "too_long", "at most " + std::to_string(kMaxOptions) + " bytes");
        return text;
    }
    [[nodiscard]] std::string options() {
        const auto* given = model::memberOf(members_, "options");
        if (given != nullptr && !given->is_object()) wrong("options", "wrong_type", "must be an object");
        return json("options").value_or("{}");
    }

    [[nodiscard]] std::int64_t position() {
        const auto* given = model::memberOf(members_, "position");
        if (given == nullptr) return 0;
        const bool isWhole = given->is_number_integer();
        const bool fits = isWhole && (!given->is_number_unsigned() ||
                                      given->get<std::uint64_t>() <= std::uint64_t{kMaxPosition});
        const auto value = fits ? given->get<std::int64_t>() : 0;
        if (!isWhole)
            wrong("position", "wrong_type", "must be a whole number");
        else if (!fits || value < 0)
            wrong("position", "out_of_range", "must be from 0 to " + std::to_string(kMaxPosition));
        return value;
    }

    [[nodiscard]] std::set<std::string, std::less<>> channels() {
        std::set<std::string, std::less<>> channels;
        const auto* given = model::memberOf(members_, "channels");
        const Where at(top_, "channels");
        if (given == nullptr || !reader().array(*given, at, kMaxChannels)) return channels;
        std::size_t index = 0;
        for (const auto& channel : *given) {
            const auto* text = channel.get_ptr<const std::string*>();
            if (text == nullptr || text->empty() || text->size() > model::bounds::kChannel)
                findings_.wrong({at, index}, "invalid_value", "must be the name of a channel");
            else
                channels.insert(*text);
            ++index;
        }
        return channels;
    }

    void wrong(std::string_view name, std::string_view code, std::string detail) {
        findings_.wrong({top_, name}, code, std::move(detail));
    }
    void finish() {
        if (findings_.isWrong()) throw findings_.takeError();
    }

private:
    [[nodiscard]] model::Reader reader() { return {findings_, {}}; }

    const Json& members_;
    const Where top_;
    model::Findings findings_;
};

enum class Default { None, Subscribed, Unsubscribed };
constexpr model::Names<Default, 3> kDefaults{{"none", "subscribed", "unsubscribed"}};

Default defaultOf(const storage::StoredCategory& category) {
    if (!category.subscribedByDefault) return Default::None;
    return *category.subscribedByDefault ? Default::Subscribed : Default::Unsubscribed;
}

void archive(storage::CatalogueEntry& entry, bool archived, base::Time now) {
    if (!archived)
        entry.archivedAt.reset();
    else if (!entry.archivedAt)
        entry.archivedAt = now;
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace

Json membersOf(const storage::StoredField& field) {
    return {{"key", field.key},
            {"names", field.names},
            {"group", textOrNull(field.group)},
            {"type", field.type},
            {"options", Json::parse(field.options)},
            {"display_default", field.displayDefault ? Json::parse(*field.displayDefault) : Json()},
            {"personal", field.personal},
            {"indexed", field.indexed},
            {"merge_rule", model::kMergeRules.of(field.mergeRule)},
            {"archived", field.archivedAt.has_value()}};
}

Json membersOf(const storage::StoredGroup& group) {
    return {{"key", group.key},
            {"names", group.names},
            {"position", group.place},
            {"archived", group.archivedAt.has_value()}};
}

Json membersOf(const storage::StoredCategory& category) {
    return {{"key", category.key},
            {"names", category.names},
            {"descriptions", category.descriptions},
            {"default", kDefaults.of(defaultOf(category))},
            {"public", category.isPublic},
            {"channels", category.channels},
            {"archived", category.archivedAt.has_value()}};
}

Json membersOf(const storage::Segment& segment) {
    return {{"id", segment.key},
            {"name", segment.name},
            {"description", textOrNull(segment.description)},
            {"condition", segment.condition ? Json::parse(*segment.condition) : Json()}};
}

void readMembers(const Json& members, base::Time now, storage::StoredField& field) {
    MemberReader read(members, {"key", "names", "group", "type", "options", "display_default", "personal",
                                "indexed", "merge_rule", "archived"});
    field.key = read.key(model::isFieldKey, kFieldSigns);
    field.names = read.texts("names", kMaxName, model::Control::Refused);
    field.group = read.text("group", model::bounds::kKey);
    field.type = read.requiredText("type", model::bounds::kKey);
    field.options = read.options();
    field.displayDefault = read.json("display_default");
    field.personal = read.flag("personal", false);
    field.indexed = read.flag("indexed", true);
    field.mergeRule = read.choice("merge_rule", model::kMergeRules, model::MergeRule::Latest);
    archive(field, read.flag("archived", false), now);
    read.finish();
}

void readMembers(const Json& members, base::Time now, storage::StoredGroup& group) {
    MemberReader read(members, {"key", "names", "position", "archived"});
    group.key = read.key(model::isFieldKey, kFieldSigns);
    group.names = read.texts("names", kMaxName, model::Control::Refused);
    group.place = read.position();
    archive(group, read.flag("archived", false), now);
    read.finish();
}

void readMembers(const Json& members, base::Time now, storage::StoredCategory& category) {
    MemberReader read(members, {"key", "names", "descriptions", "default", "public", "channels", "archived"});
    category.key = read.key(model::isCategoryKey, kCategorySigns);
    category.names = read.texts("names", kMaxName, model::Control::Refused);
    category.descriptions = read.texts("descriptions", kMaxDescription, model::Control::Allowed);
    category.isPublic = read.flag("public", true);
    category.channels = read.channels();
    const auto byDefault = read.choice("default", kDefaults, Default::None);
    category.subscribedByDefault =
        byDefault == Default::None ? std::nullopt : std::optional(byDefault == Default::Subscribed);
    archive(category, read.flag("archived", false), now);
    read.finish();
}

void readMembers(const Json& members, base::Time /*now*/, storage::Segment& segment) {
    MemberReader read(members, {"id", "name", "description", "condition"});
    segment.key = read.requiredText("id", model::bounds::kKey);
    if (!model::isSegmentKey(segment.key))
        read.wrong("id", "invalid_key",
                   "must be at most 100 lower-case letters, digits, `_`, `.` and `-`, and not `preview`");
    segment.name = read.requiredText("name", model::bounds::kSegmentName);
    segment.description =
        read.text("description", model::bounds::kSegmentDescription, model::Control::Allowed);
    segment.condition = read.json("condition");
    read.finish();
}

}  // namespace kith::catalogue
