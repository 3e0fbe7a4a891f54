// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/request.hpp"
#include "core/model/prepare.hpp"

namespace kith::api {

/// Who writes when this request does: its key. Only for routes that ask for one.
[[nodiscard]] inline model::Writer writerOf(const http::Request& request) {
    model::Writer writer;
    writer.key = request.caller->key;
    writer.mayAttest = !request.isPublic();
    writer.defaultSourceName = request.caller->name;
    writer.strict = request.caller->strict;
    return writer;
}

}  // namespace kith::api
