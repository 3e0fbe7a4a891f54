// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/descriptor.hpp"

#include <algorithm>
#include <utility>

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"
#include "core/plugins/declaration_reader.hpp"

namespace kith::plugins {
namespace {

std::string versionText(unsigned major, unsigned minor) {
    return std::to_string(major) + "." + std::to_string(minor);
}

/// Says why a plugin of that version can't be used, if it can't.
std::optional<std::string> versionDefect(unsigned major, unsigned minor) {
    const auto text = "It was built for version " + versionText(major, minor) + " of the plugin boundary; ";
    const auto ours = versionText(KITH_ABI_MAJOR, KITH_ABI_MINOR);
    if (major != KITH_ABI_MAJOR)
        return text + "this server has " + ours + ", and another major is not understood.";
    if (minor > KITH_ABI_MINOR) return text + "this server has only " + ours + ". It needs a newer server.";
    return std::nullopt;
}

/// The tables, and a sentence for each that a declaration needs and that is missing.
class FunctionReader {
public:
    FunctionReader(const kith_functions* from, Descriptor& to, std::vector<std::string>& defects)
        : from_(from), to_(to), defects_(defects) {}

    void read() {
        const auto all = readStruct(from_);
        if (!all) {
            defects_.emplace_back("Its function table is missing or cut short.");
            return;
        }
        auto& functions = to_.functions;
        functions.plugin = *all;
        need(all->create != nullptr && all->destroy != nullptr, "It has no functions create and destroy.");
        need(to_.routes.empty() || all->handle != nullptr, "It declares routes, but has no function handle.");
        if (!to_.identifierTypes.empty() &&
            table(all->identifier, functions.identifier, "identifier types")) {
            need(functions.identifier.normalize != nullptr,
                 "It declares identifier types, but has no function normalize.");
        }
        if (!to_.fieldTypes.empty() && table(all->field_type, functions.fieldType, "field types")) {
            const auto& type = functions.fieldType;
            need(type.prepare != nullptr && type.release != nullptr && type.validate != nullptr,
                 "It declares field types, but lacks one of the functions prepare, release and validate.");
        }
        if (to_.channel) table(all->channel, functions.channel, "a channel");
    }

private:
    template <class Table>
    bool table(const Table* theirs, Table& ours, const std::string& what) {
        const auto copied = readStruct(theirs);
        need(copied.has_value(),
             "It declares " + what + ", but the table of their functions is missing or cut short.");
        if (copied) ours = *copied;
        return copied.has_value();
    }
    void need(bool there, std::string sentence) {
        if (!there) defects_.push_back(std::move(sentence));
    }

    const kith_functions* from_;
    Descriptor& to_;
    std::vector<std::string>& defects_;
};

void checkExtensions(const Descriptor& descriptor, std::span<const std::string> offered,
                     std::vector<std::string>& defects) {
    for (const auto& wanted : descriptor.extensions) {
        if (std::find(offered.begin(), offered.end(), wanted) != offered.end()) continue;
        std::string sentence = "It needs the extension " + wanted + ", which this server does not offer";
        const auto family = wanted.substr(0, wanted.find('/'));
        for (const auto& other : offered) {
            if (other.starts_with(family + "/")) sentence += "; it offers " + other;
        }
        defects.push_back(sentence + ".");
    }
}

void checkTables(const Descriptor& descriptor, std::vector<std::string>& warnings) {
    const auto& channel = descriptor.functions.channel;
    if (descriptor.migrations.empty() || (channel.erase != nullptr && channel.exported != nullptr)) return;
    warnings.emplace_back(
        "It has tables, but lacks the functions erase and exported: what it keeps about a person stays when "
        "the person is erased, and is not in their export.");
}

}  // namespace

Reading readDescriptor(const kith_descriptor* theirs, std::span<const std::string> offered) {
    Reading reading;
    auto& to = reading.descriptor;
    auto& defects = reading.defects;
    if (theirs == nullptr) {
        defects.emplace_back("It exports no kith_plugin, so it is no plugin of kith.");
        return reading;
    }
    // Size and version are the first members in every version there will be: they come before all else.
    constexpr std::size_t least = offsetof(kith_descriptor, abi_minor) + sizeof(theirs->abi_minor);
    if (theirs->struct_size >= least) {
        if (auto defect = versionDefect(theirs->abi_major, theirs->abi_minor)) {
            defects.push_back(std::move(*defect));
            return reading;
        }
    }
    const auto descriptor = readStruct(theirs);
    if (!descriptor) {
        defects.push_back("Its descriptor is cut short: it has " + std::to_string(theirs->struct_size) +
                          " bytes, not " + std::to_string(kFirstSize<kith_descriptor>) + ".");
        return reading;
    }
    to.abiMajor = descriptor->abi_major;
    to.abiMinor = descriptor->abi_minor;
    to.id = view(descriptor->id);
    to.version = view(descriptor->version);
    if (!isName(to.id)) {
        defects.emplace_back(
            "Its id is no name: a to z, digits and underscores, at most 32, beginning with a letter.");
    }
    if (to.version.empty() || to.version.size() > 100 || !base::isText(to.version)) {
        defects.emplace_back("It does not say its version.");
    }
    const auto declaration = readStruct(descriptor->declaration);
    if (!declaration) {
        defects.emplace_back("Its declaration is missing or cut short.");
        return reading;
    }
    DeclarationReader(*declaration, to, defects).read();
    FunctionReader(descriptor->functions, to, defects).read();
    checkExtensions(to, offered, defects);
    checkTables(to, reading.warnings);
    return reading;
}

}  // namespace kith::plugins
