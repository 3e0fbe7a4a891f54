// SPDX-License-Identifier: Apache-2.0
#include "tests/support/postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <fmt/format.h>

extern char** environ;

namespace kith::test {
namespace {

// Sets the database up and runs it, again after each line of its standard input, until that ends: then the
// test process is gone, in whatever way. PostgreSQL refuses to run as root. No test takes the machine's power
// away, and without fsync a killed server is back at once, however busy the disk is.
constexpr const char* kKeeper = R"sh(
folder=$1 port=$2
bin=$(pg_config --bindir) || exit 1
cd / || exit 1
trap '' INT TERM HUP
as=
if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=postgres --regid=postgres --init-groups"; fi
control() { $as "$bin/pg_ctl" -D "$folder/data" "$@" >>"$folder/control.log" 2>&1; }
$as "$bin/initdb" -D "$folder/data" -U kith -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$folder/initdb.log" 2>&1 || exit 1
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 200
fsync = off
END
more=0
while [ "$more" = 0 ]; do
    control start -l "$folder/server.log" || { control stop -m immediate; exit 1; }
    read -r _
    more=$?
    control stop -m immediate
done
rm -rf "$folder"
)sh";

std::string makeFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith-postgres-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    if (::geteuid() == 0) {
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(pattern.c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::runtime_error("there is no user postgres");
        }
    }
    return pattern;
}

/// A socket that keeps a free port, and never listens. With SO_REUSEADDR, which PostgreSQL sets too, its
/// server can listen beside it, and as long as it is open the kernel gives the port to nobody who asks for a
/// free one: not before the server listens, and not between a kill and the next start.
int keepPort() {
    const int keeping = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::setsockopt(keeping, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(keeping, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("no free port");
    }
    return keeping;
}

int portOf(int socket) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no port");
    return ntohs(address.sin_port);
}

pid_t spawnKeeper(const std::string& folder, int port, int input) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    std::string shell = "sh";
    std::string option = "-c";
    std::string script = kKeeper;
    std::string name = "kith-postgres";
    std::string where = folder;
    std::string number = std::to_string(port);
    std::array<char*, 7> arguments{shell.data(), option.data(), script.data(), name.data(),
                                   where.data(), number.data(), nullptr};
    pid_t child = -1;
    const int failed = ::posix_spawnp(&child, "sh", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("the database keeper can't be started");
    return child;
}

std::string nameOf(const std::string& url) {
    const auto begin = url.rfind('/') + 1;
    return url.substr(begin, url.find('?', begin) - begin);
}

}  // namespace

PostgresServer& PostgresServer::instance() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() : folder_(makeFolder()), port_(keepPort()) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
    keeper_ = spawnKeeper(folder_, portOf(port_), ends[0]);
    ::close(ends[0]);
    lifeline_ = ends[1];
    awaitStart("");
}

PostgresServer::~PostgresServer() {
    ::close(lifeline_);
    int status = 0;
    ::waitpid(keeper_, &status, 0);
    ::close(port_);
}

std::string PostgresServer::lastStart() const {
    std::string start;
    std::string data;
    try {
        soci::session session(*soci::factory_postgresql(), url("postgres") + "&connect_timeout=5");
        session << "SELECT CAST(pg_postmaster_start_time() AS text), current_setting('data_directory')",
            soci::into(start), soci::into(data);
    } catch (const soci::soci_error&) {
        return {};
    }
    if (data != folder_ + "/data") throw std::runtime_error("another server answers for that of " + folder_);
    return start;
}

void PostgresServer::awaitStart(const std::string& before) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    for (auto now = lastStart(); now.empty() || now == before; now = lastStart()) {
        int status = 0;
        if (::waitpid(keeper_, &status, WNOHANG) == keeper_ || std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("the PostgreSQL test server does not start; see " + folder_);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

std::string PostgresServer::url(const std::string& database) const {
    return fmt::format("postgresql://kith@127.0.0.1:{}/{}?application_name=kith-test", portOf(port_),
                       database);
}

std::string PostgresServer::createDatabase() {
    const auto name = fmt::format("test_{}", ++databases_);
    soci::session session(*soci::factory_postgresql(), url("postgres"));
    session << "CREATE DATABASE " << name << " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'tr'";
    return url(name);
}

void PostgresServer::restart() {
    const auto before = lastStart();
    if (::write(lifeline_, "again\n", 6) != 6) throw std::runtime_error("the database keeper is gone");
    awaitStart(before);
}

void PostgresServer::disconnectAll(const std::string& url) {
    const auto name = nameOf(url);
    soci::session session(*soci::factory_postgresql(), this->url("postgres"));
    session << "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = :name",
        soci::use(name);
}

void PostgresServer::syncToDisk() {
    soci::session session(*soci::factory_postgresql(), url("postgres"));
    session << "ALTER SYSTEM SET fsync = on";
    session << "SELECT pg_reload_conf()";
}

void PostgresServer::dropDatabase(const std::string& url) {
    soci::session session(*soci::factory_postgresql(), this->url("postgres"));
    session << "DROP DATABASE " << nameOf(url) << " WITH (FORCE)";
}

}  // namespace kith::test
