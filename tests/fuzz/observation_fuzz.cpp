// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <variant>

#include "core/base/utf8.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/test_catalogue.hpp"

namespace {

using kith::base::Error;
using kith::base::ErrorCode;
using kith::test::require;
namespace bounds = kith::model::bounds;

/// Whatever came in, what goes on is within its bounds.
void checkObservation(const kith::model::Observation& observation) {
    require(observation.origin != nullptr && !observation.identifiers.empty());
    require(observation.identifiers.size() <= bounds::kIdentifiers);
    require(observation.fields.size() <= bounds::kFields * (bounds::kSetElements + 1));
    require(observation.activities.size() <= bounds::kActivities);
    require(observation.warnings.size() <= bounds::kWarnings + 1);
    for (const auto& seen : observation.identifiers) {
        require(seen.rule != nullptr && kith::base::isUtf8(seen.identifier.value));
        require(seen.identifier.value.find('\0') == std::string::npos);
    }
    for (const auto& activity : observation.activities) {
        require(!activity.key.empty());
        if (activity.facts.properties) require(activity.facts.properties->size() <= bounds::kProperties);
    }
}

void checkItem(const kith::model::Preparer& preparer, const kith::model::JsonItem& item,
               kith::base::Time now) {
    if (item.problem) return;
    const kith::model::Writer writer{kith::base::KeyId{1}, true, "api", "fuzz"};
    const auto prepared = preparer.tryPrepare(item.value, writer, now);
    if (const auto* error = std::get_if<Error>(&prepared)) {
        require(error->code() == ErrorCode::InvalidInput && !error->violations().empty());
        require(error->violations().size() <= bounds::kViolations + 1);
    } else {
        checkObservation(std::get<kith::model::Observation>(prepared));
    }
    // The canonical text is JSON again, and its own canonical text.
    const auto canonical = kith::model::canonicalJson(item.value);
    require(kith::model::canonicalJson(kith::model::parseJson(canonical)) == canonical);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kith::test::ManualClock clock{kith::base::Time{}};
    static kith::base::IdGenerator ids{clock, 1};
    static const auto catalogue = kith::test::testCatalogue();
    static const kith::model::Preparer preparer{catalogue, ids, {}};
    const auto text = kith::test::textOf(data, size);
    try {
        for (const auto& item : kith::model::parseItems(text).items) checkItem(preparer, item, clock.now());
    } catch (const Error& error) {
        require(error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::TooLarge);
    }
    for (const auto& item : kith::model::parseNdjson(text)) checkItem(preparer, item, clock.now());
    return 0;
}
