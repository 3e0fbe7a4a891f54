// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <memory>
#include <utility>

#include "core/api/export_document.hpp"
#include "core/api/export_stream.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/base/error.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

constexpr int kAtOnce = 2;
constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;
/// Of a person with little in many lists.
constexpr int kPartsAtOnce = 40;

/// One of the few exports that may run at once.
class Slot {
public:
    explicit Slot(std::shared_ptr<std::atomic<int>> taken) : taken_(std::move(taken)) {
        if (++*taken_ <= kAtOnce) return;
        --*taken_;
        throw Error(ErrorCode::Overloaded, "Too many exports run. Try again later.");
    }
    ~Slot() { --*taken_; }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

private:
    std::shared_ptr<std::atomic<int>> taken_;
};

/// The document on its way.
class PersonExport final : public ExportStream {
public:
    PersonExport(std::unique_ptr<Slot> slot, const Services& services, base::KeyId key,
                 storage::ExportedPerson person, model::Person asked)
        : ExportStream(services.keys, key),
          slot_(std::move(slot)),
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

    std::unique_ptr<Slot> slot_;
    storage::Database& database_;
    ExportDocument document_;
    JsonWriter json_;
};

Response exportProfile(const Services& services, const Request& request,
                       const std::shared_ptr<std::atomic<int>>& taken) {
    Query(request).finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    auto slot = std::make_unique<Slot>(taken);
    auto [person, asked] = services.database.read([&](storage::Session& session) {
        auto found = storage::readExportedPerson(session, ref);
        auto same = storage::readAskedPerson(session, found);
        return std::pair(std::move(found), std::move(same));
    });
    auto response = Response::renderedJson(200, {});
    response.stream = std::make_shared<PersonExport>(std::move(slot), services, request.caller->key,
                                                     std::move(person), std::move(asked));
    return response;
}

}  // namespace

void addExportRoutes(http::Router& router, const Services& services) {
    http::Route route;
    route.method = http::Method::Get;
    route.pattern = "/v1/profiles/{ref}/export";
    route.access = http::Access::Admin;
    route.handler = [&services, taken = std::make_shared<std::atomic<int>>(0)](const Request& request) {
        return exportProfile(services, request, taken);
    };
    router.add(std::move(route));
}

}  // namespace kith::api
