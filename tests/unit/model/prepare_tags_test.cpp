// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/model/bounds.hpp"
#include "tests/unit/model/prepare_bench.hpp"

using kith::test::faults;
using kith::test::kNow;
using kith::test::Lines;
using kith::test::PrepareBench;
using nlohmann::json;
using Op = kith::model::FieldWrite::Op;

namespace {

kith::model::TagChange tagsOf(const PrepareBench& bench, std::string_view tags) {
    return bench.preparer.readTags(kith::model::parseJson(tags));
}

Lines faultsOfTags(std::string_view tags) {
    const PrepareBench bench;
    return faults([&] { (void)tagsOf(bench, tags); });
}

/// `+` and `-`, each with its tag.
Lines brief(const std::vector<kith::model::FieldWrite>& writes) {
    Lines lines;
    for (const auto& write : writes) {
        CHECK(write.field == "tags");
        lines.push_back((write.op == Op::Add ? "+" : write.op == Op::Remove ? "-" : "?") + write.value.text);
    }
    return lines;
}

std::string numbered(std::size_t count) {
    auto tags = json::array();
    for (std::size_t i = 0; i < count; ++i) tags.push_back("t" + std::to_string(i));
    return json{{"add", tags}}.dump();
}

}  // namespace

TEST_CASE("what is no change of tags is refused", "[model][prepare]") {
    for (const char* tags : {"null", "7", "\"vip\"", "[\"vip\"]"})
        CHECK(faultsOfTags(tags) == Lines{"wrong_type /tags"});
    for (const char* tags : {"{}", R"({"add": []})", R"({"add": [], "remove": []})"})
        CHECK(faultsOfTags(tags) == Lines{"required /tags"});
    CHECK(faultsOfTags(R"({"set": ["vip"]})") == Lines{"unknown_member /tags/set"});
    CHECK(faultsOfTags(R"({"add": null, "remove": ["vip"]})") == Lines{"wrong_type /tags/add"});
    CHECK(faultsOfTags(R"({"add": ["vip", 7, ""], "remove": [[]]})") ==
          Lines{"empty /tags/add/2", "invalid_value /tags/add/1", "invalid_value /tags/remove/0"});
    CHECK(faultsOfTags(numbered(kith::model::bounds::kTags)).empty());
    CHECK(faultsOfTags(numbered(kith::model::bounds::kTags + 1)) == Lines{"too_many /tags"});
    CHECK(faultsOfTags(numbered(kith::model::bounds::kSetElements + 1)) == Lines{"too_many /tags"});
}

TEST_CASE("a change of tags names each once, and removes what is in both", "[model][prepare]") {
    const PrepareBench bench;
    CHECK(brief(tagsOf(bench, R"({"add": ["a", "b", "a"], "remove": ["c", "b"]})").writes) ==
          Lines{"+a", "-c", "-b"});
}

TEST_CASE("a change of tags is an edit of whoever it is of, known by its call", "[model][prepare]") {
    const PrepareBench bench;
    const auto change = tagsOf(bench, R"({"add": ["vip"]})");
    const json content{{"ref", "external_id:42"}};
    const auto edit = [&](std::string_view id, const json& said) {
        return bench.preparer.prepareTags(change, {kith::base::ProfileId{5}, std::nullopt}, {id, said},
                                          bench.writer, kNow);
    };
    const auto first = edit("once#0", content);
    REQUIRE(first.address);
    CHECK(first.address->home == kith::base::ProfileId{5});
    CHECK_FALSE(first.address->expectedVersion);
    CHECK(first.dateAfterReplaced);
    CHECK(first.origin->attested);
    CHECK(first.origin->observedAt == kNow);
    CHECK(brief(first.fields) == Lines{"+vip"});
    CHECK(first.identifiers.empty());

    CHECK(first.idHash == bench.preparer.idHashOf(bench.writer, "once#0"));
    const auto again = edit("once#0", content);
    CHECK(again.idHash == first.idHash);
    CHECK(again.origin->contentHash == first.origin->contentHash);
    CHECK(again.origin->row != first.origin->row);
    CHECK(edit("once#0", {{"ref", "external_id:43"}}).origin->contentHash != first.origin->contentHash);
    CHECK(edit("once#1", content).idHash != first.idHash);
    CHECK_FALSE(edit("", content).idHash);
}
