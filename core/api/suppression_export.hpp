// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/api/json_writer.hpp"
#include "core/api/services.hpp"
#include "core/http/stream.hpp"
#include "core/storage/suppression_list.hpp"

namespace kith::api {

enum class ExportFormat { Ndjson, Csv };

/// The members of a suppression, from its type to its end.
void writeSuppression(JsonWriter& json, const storage::Suppression& each);

/// The whole list, page by page, for whoever has that key; the services outlive it. Throws Error{Overloaded}.
[[nodiscard]] std::shared_ptr<http::Stream> exportSuppressions(const Services& services, base::KeyId key,
                                                               storage::SuppressionFilter filter,
                                                               ExportFormat format);

}  // namespace kith::api
