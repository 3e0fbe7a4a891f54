// SPDX-License-Identifier: Apache-2.0
// What a plugin sees of the structs of a newer server, which may be longer than those it was built with.
#include <kith/sdk.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

namespace sdk = kith::sdk;

/// A struct of the server's, with what a later version appends to it.
template <class Raw>
struct Longer {
    Raw today;
    std::uint64_t appended[3] = {~0ULL, ~0ULL, ~0ULL};
};

Longer<kith_identifier> identifier(std::string_view value) {
    return {{sizeof(Longer<kith_identifier>), KITH_ROLE_IDENTIFYING, sdk::raw("email"), sdk::raw(value), {}}};
}

Longer<kith_profile> profile(std::int64_t id, const std::vector<Longer<kith_identifier>>& identifiers) {
    kith_profile raw{};
    raw.struct_size = sizeof(Longer<kith_profile>);
    raw.id = id;
    raw.identifiers = &identifiers.front().today;
    raw.identifier_count = static_cast<std::uint32_t>(identifiers.size());
    return {raw};
}

std::vector<std::string> valuesOf(const sdk::Identifiers& identifiers) {
    std::vector<std::string> values;
    for (const auto each : identifiers) values.emplace_back(each.value());
    return values;
}

}  // namespace

TEST_CASE("a plugin steps over what a newer server appended to its structs", "[plugins]") {
    const std::vector<Longer<kith_identifier>> anns{identifier("a@x.test"), identifier("b@x.test"),
                                                    identifier("c@x.test")};
    const std::vector<Longer<kith_identifier>> bobs{identifier("d@x.test"), identifier("e@x.test")};
    const std::vector<Longer<kith_profile>> all{profile(1, anns), profile(2, bobs)};
    const sdk::Sequence<sdk::Profile, kith_profile> profiles(&all.front().today, all.size());

    std::vector<std::int64_t> ids;
    for (const auto each : profiles) ids.push_back(each.id());
    CHECK(ids == std::vector<std::int64_t>{1, 2});
    CHECK(profiles[1].id() == 2);
    CHECK(valuesOf(profiles[0].identifiers()) ==
          std::vector<std::string>{"a@x.test", "b@x.test", "c@x.test"});
    CHECK(valuesOf(profiles[1].identifiers()) == std::vector<std::string>{"d@x.test", "e@x.test"});
    CHECK(profiles[0].identifiers()[2].value() == "c@x.test");
}

TEST_CASE("an empty sequence has nothing to step over", "[plugins]") {
    const sdk::Sequence<sdk::Profile, kith_profile> none(nullptr, 0);
    CHECK(none.empty());
    CHECK(none.begin() == none.end());
}
