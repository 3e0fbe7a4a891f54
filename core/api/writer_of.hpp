// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/request.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/prepare.hpp"

namespace kith::api {

/// Who writes when this request does: its key, or the person who signed in. Only for routes that ask for one.
[[nodiscard]] inline model::Writer writerOf(const http::Request& request) {
    model::Writer writer;
    writer.key = request.caller->key;
    writer.mayAttest = !request.isPublic();
    writer.defaultSourceName = request.caller->name;
    writer.strict = request.caller->strict;
    writer.isPerson = request.caller->person.has_value();
    if (writer.isPerson) writer.defaultSourceType = model::kStaffSource;
    return writer;
}

}  // namespace kith::api
