// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/process/kith_server.hpp"

namespace kith::test {

/// How often each call is made, out of the sum.
struct StormCalls {
    unsigned observe = 0;
    unsigned join = 0;   ///< Observe two people's addresses together.
    unsigned merge = 0;  ///< By hand.
    unsigned remove = 0;
    unsigned restore = 0;
    unsigned erase = 0;
};
inline constexpr StormCalls kMerging{8, 4, 2, 0, 0, 0};
inline constexpr StormCalls kErasing{12, 2, 2, 3, 3, 3};

/// A few people, at whom many clients call at once, and what was acknowledged. Everybody's address is
/// blacklisted from the start, and stays so whatever happens to whom has it.
class Storm {
public:
    static constexpr int kPeople = 24;

    /// `name` keeps apart the people of several on one database.
    Storm(std::string name, const StormCalls& calls) : name_(std::move(name)), calls_(calls) {}

    /// Makes everybody known.
    void begin(ApiClient& client);
    /// Makes calls at random, at most so many, until `over` or the server is gone.
    void call(ApiClient client, std::mt19937 random, int most, const std::atomic<bool>& over);

    /// How many calls were acknowledged.
    [[nodiscard]] std::size_t acknowledged() const;
    /// Waits until so many calls were. False if patience ends first.
    [[nodiscard]] bool waitForAcknowledged(std::size_t count);
    /// Answers that no caller may get.
    [[nodiscard]] std::multiset<std::string> errors() const;
    /// How many clients got no answer, since the server was gone.
    [[nodiscard]] std::size_t cutOff() const { return cutOff_; }
    [[nodiscard]] std::size_t erased() const;

    /// Restores who was deleted and waits for the end of every erasure. Each observation that was
    /// acknowledged about people who live is then there once, with them, none about the erased is anywhere,
    /// and every address is blacklisted when it comes again. Throws std::runtime_error that says what is
    /// wrong.
    void verify(const KithServer& server, const std::string& key);
    /// The same of several.
    static void verifyAll(std::list<Storm>& storms, const KithServer& server, const std::string& key);

private:
    using Holders = std::map<std::string, std::string>;  ///< Of whom each activity is.

    [[nodiscard]] std::string address(int person) const;
    [[nodiscard]] std::string refTo(int person) const { return "email:" + address(person); }
    [[nodiscard]] std::string nameOf(int observation) const {
        return name_ + '.' + std::to_string(observation);
    }
    [[nodiscard]] nlohmann::json observation(const std::vector<int>& people, int number) const;
    void observe(ApiClient& client, const std::vector<int>& people);
    void merge(ApiClient& client, int a, int b);
    void remove(ApiClient& client, int person);
    void restore(ApiClient& client, int person);
    void erase(ApiClient& client, int person);
    /// The answer's body if it is one of success; else nothing, and an error unless people being elsewhere by
    /// now accounts for it.
    nlohmann::json answerTo(ApiClient& client, const char* method, const std::string& path,
                            const nlohmann::json& body);
    void acknowledge();
    [[nodiscard]] std::set<std::string> endErasures(ApiClient& client);
    static Holders holdersOf(const KithServer& server, const std::string& key);
    void verifyObservations(ApiClient& client, const Holders& there,
                            const std::set<std::string>& ended) const;
    void verifyAddresses(ApiClient& client);

    std::string name_;
    StormCalls calls_;
    std::atomic<int> next_ = 0;
    std::atomic<std::size_t> cutOff_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable grown_;
    std::size_t acknowledged_ = 0;
    std::map<int, std::string> observed_;  ///< The observations by number: of which profile they became.
    std::vector<std::string> removed_;     ///< Profiles that were deleted, some of which live again.
    std::set<std::string> erased_;         ///< Profiles whose end was acknowledged.
    std::multiset<std::string> errors_;
};

/// Clients of a storm, on each server as many.
class StormClients {
public:
    StormClients(Storm& storm, const std::vector<const KithServer*>& servers, const std::string& key,
                 std::size_t clients, int callsOfEach, std::mt19937& random);
    ~StormClients();
    StormClients(const StormClients&) = delete;
    StormClients& operator=(const StormClients&) = delete;

    /// Waits until each has made its calls.
    void finish();

private:
    std::atomic<bool> over_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kith::test
