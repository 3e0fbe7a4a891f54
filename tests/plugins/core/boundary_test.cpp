// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"
#include "core/plugins/call_sink.hpp"
#include "core/plugins/request.hpp"
#include "core/plugins/status.hpp"

namespace kith::plugins {
namespace {

TEST_CASE("every error code has a status of its own, and comes back from it", "[plugins]") {
    using base::ErrorCode;
    std::set<kith_status> seen;
    for (int number = 0; number <= static_cast<int>(ErrorCode::Internal); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        const auto status = toStatus(code);
        CHECK(status != KITH_OK);
        // To a plugin a token that is not good is a caller who is not known; and what is said of people who
        // sign in, no plugin says.
        const std::map<ErrorCode, kith_status> shared{{ErrorCode::IdentityTokenExpired, KITH_UNAUTHORIZED},
                                                      {ErrorCode::IdentityTokenInvalid, KITH_UNAUTHORIZED},
                                                      {ErrorCode::WrongCredentials, KITH_UNAUTHORIZED},
                                                      {ErrorCode::Csrf, KITH_FORBIDDEN},
                                                      {ErrorCode::LastAdministrator, KITH_CONFLICT}};
        if (const auto known = shared.find(code); known != shared.end()) {
            CHECK(status == known->second);
            continue;
        }
        CHECK(toErrorCode(status) == code);
        CHECK(seen.insert(status).second);
    }
    CHECK(toErrorCode(12'345) == ErrorCode::Plugin);
    CHECK(toErrorCode(-1) == ErrorCode::Plugin);
}

TEST_CASE("a struct is read as far as it reaches, and the rest is zero", "[plugins]") {
    kith_channel_functions functions{};
    functions.struct_size = sizeof(kith_channel_functions);
    functions.annotate = [](void*, kith_session*, const kith_profile*, kith_str,
                            const kith_sink*) -> kith_status { return KITH_OK; };
    CHECK(readStruct(&functions)->annotate != nullptr);
    functions.struct_size = offsetof(kith_channel_functions, annotate);
    CHECK(readStruct(&functions)->annotate == nullptr);
    functions.struct_size -= 1;
    CHECK_FALSE(readStruct(&functions));
    functions.struct_size = sizeof(kith_channel_functions) + 100;
    CHECK(readStruct(&functions)->struct_size == sizeof(kith_channel_functions));
    CHECK_FALSE(readStruct<kith_channel>(nullptr));
}

TEST_CASE("text for an output that the call does not have breaks the rule", "[plugins]") {
    CallSink sink(2);
    const auto& abi = *sink.abi();
    abi.text(abi.self, 1, raw("one "));
    abi.text(abi.self, 1, raw("two"));
    CHECK(sink.kept());
    CHECK(sink.texts() == std::vector<std::string>{"", "one two"});
    abi.text(abi.self, 2, raw("three"));
    CHECK_FALSE(sink.kept());
}

TEST_CASE("more than 8 MiB of output break the rule, and are not kept", "[plugins]") {
    CallSink sink(1);
    const auto& abi = *sink.abi();
    const std::string part(1024 * 1024, 'x');
    for (int i = 0; i < 9; ++i) abi.text(abi.self, 0, raw(part));
    CHECK_FALSE(sink.kept());
    CHECK(sink.texts()[0].size() == CallSink::kMaxBytes);
}

TEST_CASE("a second value breaks the rule", "[plugins]") {
    CallSink sink(0);
    const auto& abi = *sink.abi();
    kith_value value{KITH_VALUE_TEXT, 0, 0, {}};
    {
        const std::string text("a text that is gone after the call, and long enough to be on the heap");
        value.text = raw(text);
        abi.value(abi.self, &value);
    }
    REQUIRE(sink.value());
    CHECK(view(sink.value()->text).starts_with("a text that is gone"));
    CHECK(sink.kept());
    abi.value(abi.self, &value);
    CHECK_FALSE(sink.kept());
}

TEST_CASE("what is rejected is bounded, cut and made presentable", "[plugins]") {
    CallSink sink(0);
    const auto& abi = *sink.abi();
    abi.reject(abi.self, {}, raw("code"), raw(std::string_view("a\0b\xFFя", 6)));
    std::string longText;
    for (int i = 0; i < 1'000; ++i) longText += "я";
    for (int i = 0; i < 200; ++i) abi.reject(abi.self, raw("/p"), raw("c"), raw(longText));
    REQUIRE(sink.violations().size() == CallSink::kMaxViolations);
    CHECK(sink.violations()[0].pointer.empty());
    CHECK(sink.violations()[0].detail == "a?b?я");
    CHECK(sink.violations()[1].detail.size() <= CallSink::kMaxDetailBytes);
    CHECK(base::isText(sink.violations()[1].detail));
}

TEST_CASE("an answer with an impossible status, a forged header or too much body is not kept", "[plugins]") {
    const auto broken = [](const std::function<void(const kith_response&)>& write) {
        AnswerSink sink;
        write(*sink.abi());
        return !sink.kept();
    };
    CHECK(broken([](const auto& to) { to.status(to.self, 99); }));
    CHECK(broken([](const auto& to) { to.status(to.self, 600); }));
    CHECK(broken([](const auto& to) { to.header(to.self, raw("X-A"), raw("a\r\nSet-Cookie: b")); }));
    CHECK(broken([](const auto& to) { to.header(to.self, raw("X A"), raw("a")); }));
    CHECK(broken([](const auto& to) { to.header(to.self, raw(""), raw("a")); }));
    const std::string part(5 * 1024 * 1024, 'x');
    CHECK(broken([&](const auto& to) {
        to.body(to.self, raw(part));
        to.body(to.self, raw(part));
    }));
    CHECK_FALSE(
        broken([](const auto& to) { to.header(to.self, raw("Content-Type"), raw("text/plain; ü")); }));
}

}  // namespace
}  // namespace kith::plugins
