// SPDX-License-Identifier: Apache-2.0
// That members are found by sets and not one after the other.
#include "core/storage/sqlite_session.hpp"
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::SegmentPeople;

namespace {

const std::vector<std::string> kConditions{
    R"({"tag": "a"})",
    R"({"segment": "tagged"})",
    R"({"field": "word", "is": "not_equals", "value": "x"})",
    R"({"identifier": "email", "state": "active"})",
    R"({"subscription": "offers"})",
    R"({"activity": {"channel": "email"}, "times": {"at_least": 1}})",
    R"({"any": [{"none": [{"tag": "a"}]}, {"all": [{"tag": "a"}, {"activity": {}}]}]})"};

/// Counts every statement that begins on a session's connection, those of triggers aside.
class Statements {
public:
    explicit Statements(storage::Session& session) : connection_(storage::sqliteConnectionOf(session.raw())) {
        sqlite_api::sqlite3_trace_v2(connection_, SQLITE_TRACE_STMT, count, &began_);
    }
    ~Statements() { sqlite_api::sqlite3_trace_v2(connection_, 0, nullptr, nullptr); }
    Statements(const Statements&) = delete;
    Statements& operator=(const Statements&) = delete;

    [[nodiscard]] int began() const { return began_; }

private:
    static int count(unsigned /*event*/, void* began, void* /*statement*/, void* /*text*/) {
        ++*static_cast<int*>(began);
        return 0;
    }

    sqlite_api::sqlite3* connection_;
    int began_ = 0;
};

void tag(SegmentPeople& people, int first, int last) {
    for (int i = first; i <= last; ++i)
        people.observe({"p" + std::to_string(i)},
                       R"({"fields": {"tags": ["a"]}, "activities": [{"channel": "email", "id": "m-)" +
                           std::to_string(i) + R"(", "status": "read", "message": {"id": "m"}}]})");
}

struct Asked {
    int statements = 0;
    std::int64_t members = 0;
};

Asked ask(SegmentPeople& people, const std::string& text) {
    const auto condition = model::parseCondition(text, people.catalogue);
    const storage::SegmentQuestion question{condition, people.book, people.clock.now()};
    const auto reader = people.database->read();
    const Statements statements(*reader);
    Asked asked;
    asked.members = storage::countMembers(*reader, question);
    static_cast<void>(storage::sampleMembers(*reader, question, 5));
    static_cast<void>(storage::listMembers(*reader, question, {}, 1'000));
    asked.statements = statements.began();
    return asked;
}

}  // namespace

// SQLite tells of each statement; what is compiled for PostgreSQL is run by the same functions.
TEST_CASE("a condition takes as many statements for many people as for few", "[storage][segment]") {
    SegmentPeople people(storage::Engine::Sqlite);
    people.define("tagged", R"({"tag": "a"})");
    tag(people, 1, 2);
    std::vector<Asked> few;
    for (const auto& condition : kConditions) few.push_back(ask(people, condition));
    tag(people, 3, 60);
    for (std::size_t i = 0; i < kConditions.size(); ++i) {
        INFO(kConditions[i]);
        const auto many = ask(people, kConditions[i]);
        CHECK(few[i].members == 2);
        CHECK(many.members == 60);
        CHECK(few[i].statements >= 3);
        CHECK(many.statements == few[i].statements);
    }
}
