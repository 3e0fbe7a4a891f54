// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "core/api/export_json.hpp"
#include "core/api/services.hpp"
#include "core/plugins/channel.hpp"

namespace kith::api {

/// Everything that is held about one person as one JSON document, written bit by bit from one list of rows
/// after the other, so that it takes little memory however long it becomes. Each bit is read as it is then:
/// what is there from first to last is told, what comes meanwhile perhaps. Belongs to one thread at a time.
class ExportDocument {
public:
    /// `asked`: the same person as plugins are asked about.
    ExportDocument(const Services& services, storage::ExportedPerson person, model::Person asked);
    ExportDocument(const ExportDocument&) = delete;
    ExportDocument& operator=(const ExportDocument&) = delete;

    /// Writes what comes next, perhaps nothing; false once that was the last. Throws when something can't be
    /// read, a plugin fails, or the profile became another: then the document is not to be completed.
    [[nodiscard]] bool writeNext(storage::Session& session, JsonWriter& json);

private:
    /// Writes the next bit of a member; false once that was the last.
    using Part = std::function<bool(storage::Session&, JsonWriter&)>;

    void addHead();
    void addIdentifiers();
    void addHistory();
    void addIdentity();
    void addEvents();
    void addChannels();
    void addEnd();
    /// Those rows whose identifier no home lists.
    template <class Row>
    [[nodiscard]] std::vector<Row> unlisted(std::vector<Row> rows, base::IdentifierId Row::*identifier) const;
    /// A list of rows: `next(session)` reads some, `write(json, row)` writes one, `isEnd()` ends it.
    template <class Place, class Next, class Write>
    void addList(std::string_view name, Place place, Next next, Write write);

    const Services& services_;
    storage::ExportedPerson person_;
    model::Person asked_;
    IdentifierNames names_;
    std::vector<Part> parts_;
    std::size_t at_ = 0;
};

}  // namespace kith::api
