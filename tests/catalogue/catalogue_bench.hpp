// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/catalogue/provisioning.hpp"
#include "tests/plugins/core/support/surroundings.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/test_catalogue.hpp"

namespace kith::test {

inline const base::Time kThen = base::fromMillis(1'795'000'000'000);

/// A migrated database beside the field types of the plugin that brings them.
struct CatalogueBench {
    explicit CatalogueBench(storage::Engine engine = eachEngine())
        : database(engine), writer(database->openWriter()) {
        plugins::PluginSettings fields;
        fields.file = shippedPlugins() / "fields.so";
        fields.required = true;
        plugins.run({fields});
    }

    [[nodiscard]] const plugins::Registry& registry() const { return plugins.manager.registry(); }
    std::vector<catalogue::Change> provision(const catalogue::Wanted& wanted) {
        return catalogue::provision(*writer, wanted, {known, registry(), isComplete}, ids, kThen);
    }
    /// In one transaction, as the API does.
    template <class Entry>
    void put(const Entry& entry) {
        storage::Transaction transaction(*writer);
        storage::lockCatalogue(*writer);
        storage::putEntry(*writer, entry);
        transaction.commit();
    }
    [[nodiscard]] storage::StoredField field(const std::string& key) {
        return storage::findEntry<storage::StoredField>(*writer, key).value();
    }
    [[nodiscard]] storage::Segment segment(const std::string& key) {
        return storage::findSegment(*writer, key).value();
    }

    Workbench plugins;
    model::Catalogue known = testCatalogue();
    bool isComplete = true;
    base::IdGenerator ids{plugins.clock, 1};
    MigratedDatabase database;
    std::unique_ptr<storage::Session> writer;
};

inline storage::StoredField configuredField(const std::string& key, const std::string& type,
                                            const std::string& options = "{}") {
    storage::StoredField field;
    field.key = key;
    field.type = type;
    field.options = options;
    field.managedBy = storage::ManagedBy::Configuration;
    return field;
}

/// Those fields, in this order, as the configuration lists them.
inline catalogue::Wanted wanting(const std::vector<storage::StoredField>& fields) {
    catalogue::Wanted wanted;
    for (const auto& field : fields)
        wanted.fields.push_back({field, "/fields/" + std::to_string(wanted.fields.size())});
    return wanted;
}

}  // namespace kith::test
