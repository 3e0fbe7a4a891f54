// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.hpp"

#include <algorithm>

namespace kith::test {
namespace {

template <class Range>
std::string joined(const Range& words) {
    std::string text;
    for (const auto& word : words) text += " " + word;
    return text;
}

std::string describe(const Person& person) {
    std::string text = "origin " + person.origin + ", version " + std::to_string(person.version) +
                       (person.life.empty() ? "" : ", " + person.life);
    const auto add = [&](const auto& map) {
        for (const auto& [key, value] : map) text += "\n  " + key + " = " + value;
    };
    add(person.entries);
    add(person.fields);
    add(person.subscriptions);
    for (const auto& activity : person.activities) text += "\n  " + activity;
    for (const auto& [key, count] : person.counters) text += "\n  " + key + " x " + std::to_string(count);
    return text;
}

}  // namespace

std::vector<std::string> essenceOf(const Picture& picture) {
    std::vector<std::string> lines;
    for (const auto& [number, person] : picture.people) {
        std::string line = joined(person.identifying);
        for (const auto& [key, value] : person.fields) line += "\n  " + key + " = " + value;
        for (const auto& [key, value] : person.subscriptions) line += "\n  " + key + " = " + value;
        for (const auto& activity : person.activities) line += "\n  " + activity;
        lines.push_back(std::move(line));
    }
    for (const auto& [name, state] : picture.endpoints) lines.push_back("~ " + name + ": " + state);
    std::sort(lines.begin(), lines.end());
    return lines;
}

Picture withoutClaimants(Picture picture) {
    for (auto& [number, person] : picture.people) {
        for (auto& [key, text] : person.entries) {
            const auto claim = text.find(" claim ");
            if (claim == std::string::npos) continue;
            const auto name = text.find(' ', claim + 7);
            text.resize(std::min(name, text.size()));
        }
    }
    return picture;
}

Picture withoutNamings(Picture picture, const std::set<std::string>& activities) {
    for (auto& [number, person] : picture.people) {
        std::multiset<std::string> texts;
        for (auto text : person.activities) {
            const auto named = text.find(" to ");
            if (named != std::string::npos && activities.contains(text.substr(0, text.find(' '))))
                text.erase(named, std::min(text.find_first_of(" ;", named + 4), text.size()) - named);
            texts.insert(std::move(text));
        }
        person.activities = std::move(texts);
    }
    return picture;
}

Picture withoutRefusalsOf(Picture picture, const std::set<std::string>& names) {
    std::set<std::string> listed;
    for (const auto& [number, person] : picture.people)
        for (const auto& [key, text] : person.entries) listed.insert(key.substr(0, key.rfind(" in ")));
    std::erase_if(picture.refusals, [&](const std::string& refusal) {
        const auto name = refusal.substr(refusal.rfind(' ') + 1);
        return names.contains(name) && !listed.contains(name);
    });
    return picture;
}

std::vector<std::string> partitionOf(const Picture& picture) {
    std::vector<std::string> lines;
    for (const auto& [number, person] : picture.people) {
        std::set<std::string> binding;
        for (const auto& name : person.identifying) {
            const std::string type = name.substr(0, name.find(':'));
            if (type != "cookie" && type != "device_id") binding.insert(name);
        }
        if (!binding.empty()) lines.push_back(joined(binding));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string differenceOf(const Picture& a, const Picture& b) {
    if (a.pointers != b.pointers) return "other profiles are merged";
    if (a.people.size() != b.people.size()) return "other profiles are shown";
    for (const auto& [number, person] : a.people) {
        if (person == b.people.at(number)) continue;
        return "profile " + std::to_string(number) + " has " + describe(person) + "\nand should have " +
               describe(b.people.at(number));
    }
    const auto list = [](const Picture& picture) {
        std::vector<std::string> lines;
        for (const auto& [name, state] : picture.endpoints) lines.push_back(name + ": " + state);
        lines.insert(lines.end(), picture.refusals.begin(), picture.refusals.end());
        return lines;
    };
    return differenceOf(list(a), list(b));
}

std::string differenceOf(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto missing = [](const auto& from, const auto& in) {
        std::string text;
        for (const auto& line : from) {
            if (std::find(in.begin(), in.end(), line) == in.end()) text += "\n" + line;
        }
        return text;
    };
    if (a == b) return {};
    return "this is" + missing(a, b) + "\nand should be" + missing(b, a);
}

}  // namespace kith::test
