// SPDX-License-Identifier: Apache-2.0
#include "core/api/suppression_export.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "core/api/export_stream.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

constexpr std::string_view kCsvHead = "type,value,hash,state,reason,detail,at,until\r\n";

/// RFC 4180.
void appendCell(std::string& line, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) line.append(c == '"' ? 2 : 1, c);
    line += '"';
}

std::string csvLine(const storage::Suppression& each) {
    const auto until = each.state.until ? base::formatRfc3339(*each.state.until) : std::string{};
    const auto at = base::formatRfc3339(each.state.since);
    const std::array<std::string_view, 8> cells{each.type,
                                                each.value ? std::string_view{*each.value} : "",
                                                each.value ? "" : std::string_view{each.address},
                                                model::endpointStateName(each.state.state),
                                                each.state.reason,
                                                each.state.detail,
                                                at,
                                                until};
    std::string line;
    for (const auto cell : cells) {
        appendCell(line, cell);
        line += ',';
    }
    line.back() = '\r';
    return line += '\n';
}

std::string jsonLine(const storage::Suppression& each) {
    JsonWriter json;
    json.beginObject();
    writeSuppression(json, each);
    return json.endObject().take() += '\n';
}

class SuppressionExport final : public ExportStream {
public:
    SuppressionExport(const Services& services, base::KeyId key, storage::SuppressionFilter filter,
                      ExportFormat format)
        : ExportStream(services.exports.take(), services.keys, key),
          services_(services),
          filter_(std::move(filter)),
          isCsv_(format == ExportFormat::Csv) {}

private:
    [[nodiscard]] http::Piece read() override {
        const auto page = services_.database.read([&](storage::Session& session) {
            session.beginSnapshot();
            return storage::Suppressions(session, services_.addressKey, services_.clock.now())
                .list(filter_, cursor_, storage::kMaxPage);
        });
        http::Piece piece{.last = page.nextCursor.empty()};
        if (isCsv_ && cursor_.empty()) piece.bytes = kCsvHead;
        for (const auto& each : page.items) piece.bytes += isCsv_ ? csvLine(each) : jsonLine(each);
        cursor_ = page.nextCursor;
        return piece;
    }

    const Services& services_;
    storage::SuppressionFilter filter_;
    bool isCsv_;
    std::string cursor_;
};

}  // namespace

void writeSuppression(JsonWriter& json, const storage::Suppression& each) {
    json.member("type", each.type).member("value", each.value);
    json.textOrNull("hash", each.value ? std::string_view{} : each.address);
    json.member("state", model::endpointStateName(each.state.state))
        .textOrNull("reason", each.state.reason)
        .textOrNull("detail", each.state.detail)
        .member("at", each.state.since)
        .member("until", each.state.until);
}

std::shared_ptr<http::Stream> exportSuppressions(const Services& services, base::KeyId key,
                                                 storage::SuppressionFilter filter, ExportFormat format) {
    return std::make_shared<SuppressionExport>(services, key, std::move(filter), format);
}

}  // namespace kith::api
