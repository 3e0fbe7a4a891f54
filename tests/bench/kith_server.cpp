// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/kith_server.hpp"

#include <stdexcept>

namespace kith::bench {
namespace {

std::string makeKey(const std::string& databaseUrl) {
    const auto url = "database.url=" + databaseUrl;
    if (const auto migrated = test::run({KITH_PROGRAM, "migrate", "--set", url}); migrated.code != 0)
        throw std::runtime_error("kith migrate: " + migrated.err);
    const auto ended =
        test::run({KITH_PROGRAM, "key", "create", "--name", "bench", "--right", "admin", "--set", url});
    if (ended.code != 0) throw std::runtime_error("kith key create: " + ended.err);
    return ended.out.substr(0, ended.out.find('\n'));
}

std::uint16_t portOf(test::Process& process) {
    const auto line = process.line("listening on ");
    if (!line) throw std::runtime_error("a server does not start: " + process.err());
    return static_cast<std::uint16_t>(std::stoi(line->substr(line->rfind(':') + 1)));
}

}  // namespace

KithServer::KithServer(const std::string& databaseUrl)
    : key_(makeKey(databaseUrl)),
      process_({KITH_PROGRAM, "serve", "--set", "http.listen=127.0.0.1:0", "--set",
                "database.url=" + databaseUrl}),
      port_(portOf(process_)) {}

BareServer::BareServer(const std::string& file)
    : process_({KITH_BARE_SERVER, file}), port_(portOf(process_)) {}

}  // namespace kith::bench
