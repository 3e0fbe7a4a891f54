// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "tests/bench/bench_database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/http_message.hpp"
#include "tests/bench/kith_server.hpp"
#include "tests/bench/product.hpp"
#include "tests/bench/sql_limit.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t kGroup = 1'000;
constexpr std::size_t kSingleClients = 64;
/// Callers with a batch each on the way: one more than may be written at once, which prepares meanwhile.
constexpr std::size_t kBatchCallers = 3;
constexpr unsigned kNode = 2;

/// Calls `work(thread, i)` for every i below `count`, from that many threads, and returns the seconds it
/// took.
template <class Work>
double sharedOut(std::size_t threads, std::size_t count, Work work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex mutex;
    const auto seconds = secondsOf([&] {
        std::vector<std::jthread> running;
        for (std::size_t thread = 0; thread < threads; ++thread) {
            running.emplace_back([&, thread] {
                try {
                    for (auto i = next++; i < count; i = next++) work(thread, i);
                } catch (...) {
                    const std::scoped_lock lock(mutex);
                    failure = std::current_exception();
                }
            });
        }
    });
    if (failure) std::rethrow_exception(failure);
    return seconds;
}

std::vector<std::string> jsonOf(std::span<const Sample> people) {
    std::vector<std::string> texts;
    for (const auto& person : people) texts.push_back(person.json());
    return texts;
}

std::string arrayOf(std::span<const std::string> texts) {
    std::string array;
    for (const auto& text : texts) array += (array.empty() ? "[" : ",") + text;
    return array + ']';
}

class WriteBench {
public:
    WriteBench(storage::Engine engine, const Sizes& sizes)
        : sizes_(sizes),
          ids_(clock_, kNode),
          limitDatabase_(engine),
          pipelineDatabase_(engine),
          httpDatabase_(engine),
          pipeline_(pipelineDatabase_),
          server_(httpDatabase_.url()) {
        const auto writers =
            engine == storage::Engine::Sqlite ? 1U : pipelineDatabase_.settings().pipeline.writers;
        for (unsigned i = 0; i < writers; ++i)
            limits_.push_back(SqlLimit::connect(engine, limitDatabase_.url()));
    }

    /// Each side writes the same people into a database of its own, all of which grow alike.
    void run(bool counts) {
        const auto people = samples(written_, sizes_.observations);
        const auto limit = writeSql(people);
        const auto texts = jsonOf(people);
        const auto pipeline = writePipeline(texts);
        const auto batches = postBatches(texts);
        const auto singles = postSingles(jsonOf(samples(kSinglesFrom + singles_, sizes_.singles)));
        written_ += sizes_.observations;
        singles_ += sizes_.singles;
        if (!counts) return;
        pipelineRates.add(pipeline, limit);
        batchRates.add(batches, limit);
        singleRates.add(singles, limit);
    }

    void check() const {
        limitDatabase_.expectPeople(written_);
        pipelineDatabase_.expectPeople(written_);
        httpDatabase_.expectPeople(written_ + singles_);
        for (const auto& person : samples(written_ - 10, 10)) {
            expectSame(limitDatabase_, pipelineDatabase_, person.email);
            expectSame(limitDatabase_, httpDatabase_, person.email);
        }
    }

    SideBySide pipelineRates;
    SideBySide batchRates;
    SideBySide singleRates;

private:
    static constexpr std::uint64_t kSinglesFrom = 1'000'000'000;

    [[nodiscard]] double rate(double seconds) const {
        return static_cast<double>(sizes_.observations) / seconds;
    }

    double writeSql(const std::vector<Sample>& people) {
        std::vector<std::vector<Rows>> groups;
        for (std::size_t at = 0; at < people.size(); at += kGroup)
            groups.push_back(rowsOf(std::span(people).subspan(at, kGroup), ids_, {1}, clock_.now()));
        return rate(sharedOut(limits_.size(), groups.size(), [&](std::size_t thread, std::size_t group) {
            limits_[thread]->write(groups[group]);
        }));
    }

    double writePipeline(std::span<const std::string> texts) {
        return rate(sharedOut(kBatchCallers, texts.size() / kGroup, [&](std::size_t, std::size_t batch) {
            pipeline_.write(texts.subspan(batch * kGroup, kGroup));
        }));
    }

    double postBatches(std::span<const std::string> texts) {
        std::vector<std::string> requests;
        for (std::size_t at = 0; at < texts.size(); at += kGroup) {
            requests.push_back(
                postRequest("/v1/observations", server_.key(), arrayOf(texts.subspan(at, kGroup))));
        }
        return requestsPerSecond(server_.port(), kBatchCallers, requests) * kGroup;
    }

    double postSingles(const std::vector<std::string>& texts) {
        std::vector<std::string> requests;
        for (const auto& text : texts)
            requests.push_back(postRequest("/v1/observations", server_.key(), text));
        return requestsPerSecond(server_.port(), kSingleClients, requests);
    }

    Sizes sizes_;
    base::SystemClock clock_;
    base::IdGenerator ids_;
    BenchDatabase limitDatabase_;
    BenchDatabase pipelineDatabase_;
    BenchDatabase httpDatabase_;
    std::vector<std::unique_ptr<SqlLimit>> limits_;
    Product pipeline_;
    KithServer server_;
    std::size_t written_ = 0;
    std::size_t singles_ = 0;
};

}  // namespace

void benchWrites(storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress("writing to " + on);
    WriteBench bench(engine, sizes);
    for (int i = 0; i <= sizes.repetitions; ++i) {
        bench.run(i > 0);
        report.progress(fmt::format("{}: written {} of {} times", on, i, sizes.repetitions));
    }
    bench.check();
    report.add({on + ": observations, pipeline, batches of 1,000", "/s", bench.pipelineRates, 0.5});
    report.add({on + ": observations, HTTP, batches of 1,000", "/s", bench.batchRates, std::nullopt});
    report.add({on + ": observations, HTTP, 64 clients, one at a time", "/s", bench.singleRates, 0.3});
}

}  // namespace kith::bench
