// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "core/model/prepare.hpp"
#include "tests/unit/model/prepare_bench.hpp"

using kith::test::kNow;
using kith::test::PrepareBench;

namespace {

kith::model::Writer publicWriter(const PrepareBench& bench, std::string_view type, std::string_view value,
                                 kith::base::Time issuedAt = kNow) {
    auto writer = bench.writer;
    writer.mayAttest = false;
    const auto* rule = bench.catalogue.rules().find(type);
    writer.identity = {{{std::string(type), std::string(value)}, std::string(value), rule}, issuedAt};
    return writer;
}

kith::model::Observation prepareFor(const PrepareBench& bench, const kith::model::Writer& writer,
                                    const std::string& text) {
    return kith::test::prepared(bench.preparer, text, writer, kNow);
}

constexpr const char* kClaim =
    R"({"id": "b-1", "source": {"type": "console", "name": "desk"}, "observed_at": "2026-11-20T09:00:00Z", "identifiers": [
    {"type": "cookie", "value": "c"}, {"type": "email", "value": "a@b.c"}, {"type": "device_id", "value": "d"}]})";

}  // namespace

TEST_CASE("a token attests whom it names with the moving identifiers, and nothing else", "[model][prepare]") {
    const PrepareBench bench;
    const auto claim = prepareFor(bench, publicWriter(bench, "external_id", "42"), kClaim);
    CHECK_FALSE(claim.origin->attested);
    REQUIRE(claim.attestation);
    const auto& attestation = *claim.attestation;
    CHECK(attestation.origin->attested);
    CHECK(attestation.origin->row != claim.origin->row);
    CHECK(attestation.origin->observationId == "b-1");
    // Staff is who has a key of the organisation.
    CHECK(claim.origin->sourceType == "console");
    CHECK(attestation.origin->sourceType == "api");
    CHECK(attestation.origin->sourceName == "shop");
    CHECK_FALSE(attestation.idHash);
    REQUIRE(attestation.identifiers.size() == 3);
    CHECK(attestation.identifiers[0].identifier == kith::model::Identifier{"external_id", "42"});
    CHECK(attestation.identifiers[1].identifier.type == "device_id");
    CHECK(attestation.identifiers[2].identifier.type == "cookie");
    CHECK(claim.identifiers.size() == 3);
}

TEST_CASE("a token speaks of when it was made, whenever it is sent, and not of the future",
          "[model][prepare]") {
    const PrepareBench bench;
    const auto dated = [&](kith::base::Time issuedAt, const char* observedAt) {
        const auto writer = publicWriter(bench, "external_id", "42", issuedAt);
        const auto text = R"({"identifiers": [{"type": "cookie", "value": "c"}], "observed_at": ")" +
                          std::string(observedAt) + "\"}";
        return prepareFor(bench, writer, text).attestation->origin->observedAt;
    };
    const auto issued = kNow - std::chrono::hours{1};
    CHECK(dated(issued, "2026-11-20T08:00:00Z") == issued);
    CHECK(dated(issued, "2026-11-20T10:04:00Z") == issued);
    CHECK(dated(kNow + std::chrono::seconds{30}, "2026-11-20T09:00:00Z") == kNow);
}

TEST_CASE("with a token, or one that names somebody else, the same words are other content",
          "[model][prepare]") {
    const PrepareBench bench;
    auto nobody = bench.writer;
    nobody.mayAttest = false;
    const auto hash = [&](const kith::model::Writer& writer) {
        return prepareFor(bench, writer, kClaim).origin->contentHash;
    };
    const auto ann = publicWriter(bench, "external_id", "42");
    CHECK(hash(ann) == hash(publicWriter(bench, "external_id", "42", kNow - std::chrono::hours{1})));
    CHECK(hash(ann) != hash(publicWriter(bench, "external_id", "43")));
    CHECK(hash(ann) != hash(nobody));
    CHECK_FALSE(prepareFor(bench, nobody, kClaim).attestation);
}
