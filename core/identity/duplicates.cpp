// SPDX-License-Identifier: Apache-2.0
#include "core/identity/duplicates.hpp"

#include <algorithm>
#include <optional>

#include "core/identity/mailbox.hpp"
#include "core/identity/national_number.hpp"
#include "core/model/folded_words.hpp"
#include "core/model/hash.hpp"

namespace kith::identity {
namespace {

constexpr std::string_view kEmail = kComparedTypes[0];
constexpr std::string_view kPhone = kComparedTypes[1];
enum Trait : std::size_t { FirstName, LastName, Street, Town, Postcode };

/// A name of one word is shared by too many.
constexpr std::size_t kNameWords = 2;
constexpr std::size_t kMaxReasons = 10;

/// A text that is the same for whoever agrees.
struct Form {
    MatchKey key;
    const model::Identifier* from = nullptr;
};

Form makeForm(Agreement agreement, const std::string& text, const model::Identifier* from = nullptr) {
    const auto hash = model::hashOf(std::to_string(static_cast<int>(agreement)) + ' ' + text);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | hash[i];
    return {{agreement, static_cast<std::int64_t>(value)}, from};
}

void addForms(const model::Identifier& identifier, std::vector<Form>& forms) {
    if (identifier.type == kPhone) {
        if (const auto number = nationalNumber(identifier.value))
            forms.push_back(makeForm(Agreement::PhoneNotation, *number, &identifier));
    } else if (identifier.type == kEmail) {
        if (const auto mailbox = mailboxOf(identifier.value))
            forms.push_back(makeForm(Agreement::Mailbox, *mailbox, &identifier));
        if (const auto plain = withoutDotsAndTag(identifier.value))
            forms.push_back(makeForm(Agreement::AddressVariant, *plain, &identifier));
    }
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string text;
    for (const auto& word : words) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

/// Empty if it is too short to tell people apart. First and last names are often swapped.
std::string nameOf(const Traits& traits) {
    auto words = model::foldedWords(traits[FirstName] + ' ' + traits[LastName]);
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words.size() < kNameWords ? std::string() : joined(words, " ");
}

std::vector<Form> traitForms(const Traits& traits) {
    const auto street = joined(model::foldedWords(traits[Street]), " ");
    if (street.empty()) return {};
    const auto name = nameOf(traits);
    if (name.empty()) return {};
    std::vector<Form> forms;
    // Postcodes are written with blanks and without.
    const auto postcode = joined(model::foldedWords(traits[Postcode]), "");
    const auto town = joined(model::foldedWords(traits[Town]), " ");
    const std::string who = name + '|' + street + '|';
    if (!postcode.empty()) forms.push_back(makeForm(Agreement::NameAndAddress, who + "postcode|" + postcode));
    if (!town.empty()) forms.push_back(makeForm(Agreement::NameAndAddress, who + "town|" + town));
    return forms;
}

std::vector<Form> formsOf(const Described& profile) {
    auto forms = traitForms(profile.traits);
    for (const auto& identifier : profile.identifiers) addForms(identifier, forms);
    return forms;
}

std::vector<MatchKey> keysIn(const std::vector<Form>& forms) {
    std::vector<MatchKey> keys;
    for (const auto& form : forms) keys.push_back(form.key);
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

bool isKnownReason(const std::vector<Reason>& reasons, const Reason& reason) {
    return std::ranges::any_of(reasons, [&](const Reason& each) {
        return reason.first == nullptr ? each.first == nullptr
                                       : each.first == reason.first && each.second == reason.second;
    });
}

}  // namespace

int pointsOf(Agreement agreement) noexcept {
    switch (agreement) {
        case Agreement::Mailbox:
            return 95;
        case Agreement::NameAndAddress:
            return 90;
        case Agreement::AddressVariant:
            return 60;
        case Agreement::PhoneNotation:
            return 50;
        case Agreement::Name:
            return 40;
    }
    return 0;
}

std::string* traitOf(Traits& traits, std::string_view field) noexcept {
    const auto* const at = std::ranges::find(kTraitFields, field);
    return at == kTraitFields.end() ? nullptr : &traits[static_cast<std::size_t>(at - kTraitFields.begin())];
}

bool isCompared(std::string_view type) noexcept {
    return std::ranges::find(kComparedTypes, type) != kComparedTypes.end();
}

bool isOfTraits(Agreement agreement) noexcept {
    return agreement == Agreement::NameAndAddress;
}

std::vector<MatchKey> identifierKeys(std::span<const model::Identifier* const> identifiers) {
    std::vector<Form> forms;
    for (const auto* identifier : identifiers) addForms(*identifier, forms);
    auto keys = keysIn(forms);
    if (keys.size() > kMaxIdentifierKeys) keys.resize(kMaxIdentifierKeys);
    return keys;
}

std::vector<MatchKey> traitKeys(const Traits& traits) {
    return keysIn(traitForms(traits));
}

std::vector<MatchKey> keysOf(const Described& profile) {
    std::vector<const model::Identifier*> identifiers;
    for (const auto& identifier : profile.identifiers) identifiers.push_back(&identifier);
    auto keys = identifierKeys(identifiers);
    const auto traits = traitKeys(profile.traits);
    keys.insert(keys.end(), traits.begin(), traits.end());
    std::ranges::sort(keys);
    return keys;
}

std::vector<Reason> reasonsFor(const Described& a, const Described& b,
                               const std::function<bool(MatchKey)>& isEvidence) {
    std::vector<Reason> agreed;
    const auto others = formsOf(b);
    for (const auto& mine : formsOf(a)) {
        for (const auto& other : others) {
            if (mine.key != other.key || !isEvidence(mine.key)) continue;
            if (mine.from != nullptr && *mine.from == *other.from) continue;
            agreed.push_back({mine.key, mine.from, other.from});
        }
    }
    std::ranges::stable_sort(agreed, {}, &Reason::key);
    std::vector<Reason> reasons;
    for (const auto& each : agreed)
        if (reasons.size() < kMaxReasons && !isKnownReason(reasons, each)) reasons.push_back(each);
    const bool namesCount = !reasons.empty() && std::ranges::none_of(reasons, [](const Reason& each) {
        return each.key.agreement == Agreement::NameAndAddress;
    });
    if (!namesCount) return reasons;
    const auto name = nameOf(a.traits);
    if (!name.empty() && name == nameOf(b.traits)) reasons.push_back({{Agreement::Name, 0}});
    return reasons;
}

int scoreOf(std::span<const Reason> reasons) noexcept {
    int doubt = 100;
    std::optional<Agreement> counted;
    for (const auto& reason : reasons) {
        if (counted == reason.key.agreement) continue;
        counted = reason.key.agreement;
        doubt = (doubt * (100 - pointsOf(*counted)) + 99) / 100;
    }
    return 100 - doubt;
}

}  // namespace kith::identity
