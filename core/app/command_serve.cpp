// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>
#include <ostream>

#include "core/app/command.hpp"
#include "core/app/instance.hpp"

namespace kith::app {
namespace {

/// SIGINT and SIGTERM, blocked for every thread that is started later, so that exactly one thread takes them.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }

    void wait() const {
        int number = 0;
        sigwait(&set_, &number);
    }

private:
    sigset_t set_{};
};

/// Debian gives a process 1,024 files unless it asks for what it may have; every connection is one.
void raiseFileLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void serve(const Invocation& called) {
    raiseFileLimit();
    const StopSignals signals;
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    const auto instance =
        placed(configuration, [&] { return std::make_unique<Instance>(settings, called.err); });
    called.out << "listening on " << instance->url() << std::endl;
    signals.wait();
    instance->stop();
}

}  // namespace

void declareServe(CLI::App& parent, Invocation& invocation, Command& chosen) {
    addCommand(parent, invocation, "serve", "Run the server until SIGINT or SIGTERM",
               "kith serve --config /etc/kith/kith.yaml --set http.listen=0.0.0.0:8080")
        .callback([&chosen] { chosen = serve; });
}

}  // namespace kith::app
