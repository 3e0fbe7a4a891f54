// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>
#include <ostream>

#include "core/app/command.hpp"
#include "core/app/instance.hpp"
#include "core/app/stop_signals.hpp"

namespace kith::app {
namespace {

/// Debian gives a process 1,024 files unless it asks for what it may have; every connection is one.
void raiseFileLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void serve(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    raiseFileLimit();
    std::signal(SIGPIPE, SIG_IGN);
    const base::SystemClock clock;
    base::Log log(called.err, clock, settings.logLevel);
    StopSignals signals(settings.shutdownDeadline, log);
    const auto instance =
        placed(configuration, [&] { return std::make_unique<Instance>(settings, called.err); });
    called.out << "listening on " << instance->url() << std::endl;
    signals.wait();
    if (const auto cutOff = instance->stop(); cutOff > 0)
        throw base::Error(base::ErrorCode::Timeout, std::to_string(cutOff) +
                                                        " requests were not done before the shutdown.deadline"
                                                        " and were cut off");
}

}  // namespace

void declareServe(CLI::App& parent, Invocation& invocation, Command& chosen) {
    addCommand(parent, invocation, "serve",
               "Run the server until SIGINT or SIGTERM; another one after more than a second ends it at once",
               "kith serve --config /etc/kith/kith.yaml --set http.listen=0.0.0.0:8080")
        .callback([&chosen] { chosen = serve; });
}

}  // namespace kith::app
