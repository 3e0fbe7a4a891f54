// SPDX-License-Identifier: Apache-2.0
#include "core/base/log.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/support/manual_clock.hpp"

using kith::base::Log;
using kith::base::LogLevel;

namespace {
std::string logged(std::string_view value) {
    std::ostringstream out;
    kith::test::ManualClock clock(kith::base::fromMillis(0));
    Log log(out, clock, LogLevel::Info);
    log.info("event", {{"value", value}});
    return out.str();
}
}  // namespace

TEST_CASE("a log line is logfmt with its time first", "[base]") {
    CHECK(logged("plain") == "time=1970-01-01T00:00:00.000Z level=info event=event value=plain\n");
}

TEST_CASE("outside text can't forge a log line", "[base]") {
    const auto line = logged("a\nlevel=error event=\"forged\"\x7f");
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(line.find("value=\"a\\x0alevel=error event=\\\"forged\\\"\\x7f\"") != std::string::npos);
}

TEST_CASE("a long value is cut", "[base]") {
    CHECK(logged(std::string(100'000, 'x')).size() < 1'200);
}

TEST_CASE("lines below the minimum level are not written", "[base]") {
    std::ostringstream out;
    kith::test::ManualClock clock(kith::base::fromMillis(0));
    Log log(out, clock, LogLevel::Warning);
    log.info("quiet");
    log.error("loud", {{"count", std::int64_t{3}}, {"share", 0.5}, {"final", true}});
    CHECK(out.str() ==
          "time=1970-01-01T00:00:00.000Z level=error event=loud count=3 share=0.500 final=true\n");
}
