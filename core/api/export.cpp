// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include "core/api/export_document.hpp"
#include "core/api/export_stream.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

/// Of a person with little in many lists.
constexpr int kPartsAtOnce = 40;

/// The document on its way.
class PersonExport final : public ExportStream {
public:
    PersonExport(ExportSlots::Taken slot, const Services& services, base::KeyId key,
                 storage::ExportedPerson person, model::Person asked)
        : ExportStream(std::move(slot), services.keys, key),
          database_(services.database),
          document_(services, std::move(person), std::move(asked)) {}

private:
    [[nodiscard]] http::Piece read() override {
        const auto lease = database_.read();
        lease->beginSnapshot();
        bool more = true;
        for (int parts = 0; more && parts < kPartsAtOnce && json_.size() < kPieceBytes; ++parts)
            more = document_.writeNext(*lease, json_);
        return {.bytes = json_.take(), .last = !more};
    }

    storage::Database& database_;
    ExportDocument document_;
    JsonWriter json_;
};

Response exportProfile(const Services& services, const Request& request) {
    Query(request).finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    auto slot = services.exports.take();
    auto [person, asked] = services.database.read([&](storage::Session& session) {
        auto found = storage::readExportedPerson(session, ref);
        auto same = storage::readAskedPerson(session, found);
        return std::pair(std::move(found), std::move(same));
    });
    auto response = Response::renderedJson(200, {});
    response.stream = std::make_shared<PersonExport>(std::move(slot), services, request.caller->credential(),
                                                     std::move(person), std::move(asked));
    return response;
}

}  // namespace

void addExportRoutes(http::Router& router, const Services& services) {
    http::Route route;
    route.method = http::Method::Get;
    route.pattern = "/v1/profiles/{ref}/export";
    route.access = http::Access::Admin;
    route.told = http::Told::Always;
    route.handler = [&services](const Request& request) { return exportProfile(services, request); };
    router.add(std::move(route));
}

}  // namespace kith::api
