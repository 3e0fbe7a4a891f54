// SPDX-License-Identifier: Apache-2.0
// Times, ids and external ids. What one of them accepts, it accepts again in the form that it gave.
#include <string>
#include <variant>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/base/utf8.hpp"
#include "core/model/external_id.hpp"
#include "core/model/text.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const model::ExternalIdSource externalIds;
    const auto text = test::textOf(data, size);
    if (const auto time = base::parseRfc3339(text)) {
        const auto formatted = base::formatRfc3339(*time);
        require(formatted.size() == 24 && base::parseRfc3339(formatted) == time);
    }
    if (const auto id = base::decodeId(text)) require(*id > 0 && base::decodeId(base::encodeId(*id)) == id);
    // What reaches an identifier source has passed the JSON reader.
    if (!base::isUtf8(text)) return 0;
    const auto external = externalIds.normalize("external_id", text);
    if (const auto* value = std::get_if<std::string>(&external)) {
        require(!model::hasControl(*value) && value->size() <= 200);
        require(std::get<std::string>(externalIds.normalize("external_id", *value)) == *value);
    }
    return 0;
}
