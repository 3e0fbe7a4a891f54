// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "core/storage/check/rules.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "event";

constexpr std::string_view kNumbers = R"(
SELECT number FROM event WHERE number > :after AND number <= :upto ORDER BY number)";

/// The numbers of the feed, one after the other.
class Sequence {
public:
    Sequence(const Checking& checking, const FeedEnds& ends)
        : checking_(checking), ends_(ends), before_(ends.removed) {}

    void add(std::int64_t number) {
        if (number <= ends_.removed)
            find(number, "was removed from the feed");
        else if (number > ends_.last)
            find(number, "was never given out");
        else if (number == before_)
            find(number, "has the number of another one");
        else if (number != before_ + 1)
            find(number, "follows a hole in the feed");
        before_ = std::max(before_, number);
    }

    void finish() {
        if (before_ < ends_.last) checking_.findings.add("event_feed", "id=1", "the last events are missing");
    }

private:
    void find(std::int64_t number, std::string_view sentence) {
        checking_.findings.add(kTable, "number=" + std::to_string(number), sentence);
    }

    const Checking& checking_;
    FeedEnds ends_;
    std::int64_t before_;
};

}  // namespace

void checkFeed(const Checking& checking) {
    Sequence sequence(checking, readFeedEnds(checking.session));
    eachRange(checking, kTable, "number", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<std::int64_t>(
            kNumbers, [&](std::int64_t number) { sequence.add(number); }, after, upTo);
    });
    sequence.finish();
}

}  // namespace kith::storage::check
