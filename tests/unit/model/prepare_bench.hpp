// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/prepared.hpp"
#include "tests/support/test_catalogue.hpp"

namespace kith::test {

inline const base::Time kNow = base::parseRfc3339("2026-11-20T10:00:00Z").value();

/// A preparer over the test catalogue, at one moment, for one key.
struct PrepareBench {
    ManualClock clock{kNow};
    base::IdGenerator ids{clock, 1};
    model::Catalogue catalogue;
    model::Preparer preparer;
    model::Writer writer{base::KeyId{7}, true, "api", "shop"};

    explicit PrepareBench(const model::Catalogue::BlockedValues& blocked = {})
        : catalogue(testCatalogue(blocked)), preparer(catalogue, ids, {}) {}

    model::Observation prepare(std::string_view text) const { return prepared(preparer, text, writer, kNow); }
    /// An observation of one external id with more members: `"fields": {…}`.
    model::Observation with(const std::string& members) const {
        return prepare(R"({"identifiers": [{"type": "external_id", "value": "42"}], )" + members + "}");
    }
    model::Observation edit(std::string_view text) const {
        return preparer.prepareEdit(model::parseJson(text), {base::ProfileId{5}, 3}, writer, kNow);
    }
};

using Lines = std::vector<std::string>;

/// `<code> <pointer>` of each, sorted.
inline Lines brief(const std::vector<base::Violation>& violations) {
    Lines result;
    for (const auto& violation : violations) result.push_back(violation.code + " " + violation.pointer);
    std::sort(result.begin(), result.end());
    return result;
}

template <class Call>
Lines faults(Call call) {
    try {
        call();
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::InvalidInput);
        return brief(error.violations());
    }
    return {};
}

inline Lines faultsOf(const std::string& text) {
    return faults([&] { (void)PrepareBench{}.prepare(text); });
}

inline Lines faultsWith(const std::string& members) {
    return faults([&] { (void)PrepareBench{}.with(members); });
}

inline Lines faultsOfEdit(const std::string& text) {
    return faults([&] { (void)PrepareBench{}.edit(text); });
}

}  // namespace kith::test
