// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/support/history_item.hpp"
#include "tests/support/picture.hpp"

namespace kith::test {

/// How one type of identifier behaves, in the model's own words.
struct PlainType {
    std::string name;
    char cls = 'm';  ///< `u`nique, `l`inking, `m`oving
    std::size_t limit = 1;
};

/// Types in matching order, and the caps on one person.
struct PlainRules {
    std::vector<PlainType> types;
    std::size_t maxIdentifiers = 1000;
    std::size_t maxMerges = 100;
};

/// A deployment's as it is shipped, for the types that random histories hold.
[[nodiscard]] const PlainRules& plainDefaults();

/// What became of one observation.
struct PlainOutcome {
    std::string result;
    int profile = 0;
    int home = 0;
    std::int64_t version = 0;
    std::vector<int> absorbed;
    std::multiset<std::string> refused;

    friend bool operator==(const PlainOutcome&, const PlainOutcome&) = default;
};

/// What happened in a history.
struct HistoryFacts {
    int linkingMerges = 0;
    int absorptions = 0;
    int moves = 0;
    int refusals = 0;
    int handMerges = 0;
    int undone = 0;
    int deleted = 0;
    int restored = 0;
    int erased = 0;
    std::size_t claimedConsents = 0;  ///< Those that count.
};

/// The identity rules once more, as plainly as they can be written: everything that was accepted is kept, and
/// every answer is computed anew from all of it. Shares no code with the program.
class PlainModel {
public:
    /// `now` is when pictures are taken.
    PlainModel(PlainRules rules, std::int64_t now) : rules_(std::move(rules)), now_(now) {}

    PlainOutcome take(const Item& item);
    [[nodiscard]] Picture picture() const;

    /// How many profiles there ever were.
    [[nodiscard]] std::size_t people() const noexcept { return pointers_.size(); }
    [[nodiscard]] const HistoryFacts& facts() const noexcept { return facts_; }
    /// Whether the profile of this number was erased.
    [[nodiscard]] bool isErased(int profile) const;
    /// `type:value` of every address to which an activity of somebody who was not erased was said to be sent.
    [[nodiscard]] std::set<std::string> namedByActivities() const;
    /// `type:value` of what an erased person had or was written about them. What claims were refused of it
    /// goes with it, unless somebody else has it.
    [[nodiscard]] std::set<std::string> namesOfTheErased() const;
    /// The activities (`email/m1`) of which a claim names what an erased person had or was written about
    /// them: that does not keep it.
    [[nodiscard]] std::set<std::string> claimedOfTheErased() const;

private:
    using Name = std::string;  ///< `email:a`
    static constexpr int kNobody = 0;
    /// The total order of statements: (attested, time, source, id, key, content).
    using Order = std::tuple<bool, std::int64_t, std::string, std::string, std::int64_t, std::string>;

    struct Entry {
        Name name;
        int home = 0;
        std::string role;
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::optional<Order> claim;
        bool vouched = false;  ///< `first` is of an attested sighting; until there is one, of any.
    };
    struct Written {
        Item item;
        std::string content;  ///< Its hash.
        int home = 0;
        bool factsCount = true;  ///< False: a claim of a known profile; fields and opt-ins are dropped.
        std::map<std::string, std::int64_t> fieldDates;  ///< Of an edit.
        std::vector<Name> released = {};                 ///< What it named and does not carry.

        [[nodiscard]] Order order(std::int64_t at) const {
            return {item.attested, at, item.source, item.id, item.key, content};
        }
        [[nodiscard]] Order orderOf(const Item::Field& field) const {
            const auto date = fieldDates.find(field.key);
            return order(date == fieldDates.end() ? item.at : date->second);
        }
    };
    struct Merge {
        int survivor = 0;
        int absorbed = 0;
        std::set<int> absorbedHomes;
        Name joinedA;
        Name joinedB;
        int homeOfA = 0;  ///< Where they stood then.
        int homeOfB = 0;
        bool undone = false;
    };
    struct Prohibition {
        int a = 0;
        int b = 0;
        bool lifted = false;
    };
    /// What a profile listed until it ended, and when the value was last let go of before that.
    struct Listed {
        Entry entry;
        std::optional<std::int64_t> releasedBefore;
    };
    /// How a profile ended.
    struct End {
        std::int64_t at = 0;
        bool erased = false;
        std::vector<Listed> listed;
    };
    struct Said {
        Item::Activity what;
        Order order;
    };
    struct Activity {
        std::string channel;
        std::string id;  ///< Empty if it has none.
        int home = 0;
        std::vector<Said> said;

        [[nodiscard]] bool isOnlyClaimed() const;
        [[nodiscard]] std::string name() const;
        /// Where it is shown to have gone, as was said; nothing if nobody said so.
        [[nodiscard]] const Said* naming() const;
        [[nodiscard]] std::string kind() const;
        [[nodiscard]] std::string status() const;
        [[nodiscard]] std::int64_t at() const;
        [[nodiscard]] std::string shown() const;
        [[nodiscard]] std::string history() const;
        [[nodiscard]] std::string latest(std::string Item::Activity::*member) const;
    };
    /// What is shown of a profile.
    struct View {
        std::string own;
        std::string listed;  ///< States of what it only lists: they move versions of those who say so alone.
    };
    /// The one being resolved.
    struct Step {
        const Item& item;
        std::string content;
        std::vector<Item::Ref> carried;
        std::vector<Name> released;  ///< Carried, and detached since.
        Order order;
        bool binds = false;
        bool vouched = false;  ///< By a token.
        int live = 0;
        int home = 0;
        Name foundBy;      ///< By which the target was found, or for which it was made.
        int restored = 0;  ///< By a merge taken back.
        PlainOutcome outcome;
        bool isNew = false;  ///< Whom it is about.
    };

    static Name nameOf(const Item::Ref& ref) { return ref.first + ":" + ref.second; }
    const PlainType& typeOf(const Name& name) const;
    bool moves_(const Name& name) const { return typeOf(name).cls == 'm'; }

    // Who is who.
    int liveOf(int profile) const { return profile == kNobody ? kNobody : pointers_.at(profile); }
    std::vector<Entry*> entriesOf(int live);
    std::vector<const Entry*> entriesOf(int live) const;
    const Entry* strongest(int live, const Name& name) const;
    Entry* strongest(int live, const Name& name);
    int holderOf(const Name& name) const;
    int ownerOf(const Name& name) const;
    bool isKnown(int live) const;
    bool hasUnique(int live) const;
    std::size_t identifyingOf(int live, const std::string& type) const;
    std::set<Name> namesOf(int live) const;
    std::int64_t createdAt(int live) const;

    // The steps.
    bool carries(Step& step) const;
    bool isReleased(const Name& name, std::int64_t at) const;
    bool noteStates(Step& step);
    void resolve(Step& step, const Step* vouched);
    Item vouchedFor(const Item& item) const;
    bool edit(Step& step);
    bool decide(Step& step);
    bool takeBack(Step& step, std::size_t which);
    bool attachByHand(Step& step, const Name& name, bool move);
    bool detachByHand(Step& step, const Name& name);
    void drop(int live, const Name& name, const char* role);
    bool decideLife(Step& step, const std::string& kind, int profile);
    bool lives(int profile) const;
    void remove(int live, std::int64_t at);
    void restore(int live);
    void dropLettingGo(const Name& name, std::int64_t at, std::optional<std::int64_t> before);
    void erase(int live);
    int findDeleted(const Step& step, Name& by, int& home) const;
    bool contradictsDeleted(const End& end, const Step& step) const;
    void unite(Step& step, int other, const Name& by);
    bool areForbidden(int a, int b) const;
    void conclude(Step& step, const std::map<int, int>& profilesBefore);
    int findTarget(const Step& step) const;
    int findClaimTarget(const Step& step) const;
    int ownerOfMoving(const Step& step) const;
    bool contradicts(int live, const Step& step) const;
    Name nameFor(const Step& step, int target) const;
    void attest(Step& step, const Name& name);
    void claim(Step& step, const Name& name);
    void attach(Step& step, const Name& name, int from);
    void join(Step& step, const Name& name, int other);
    void share(Step& step, const Name& name);
    void see(Step& step, const Name& name);
    void refuse(Step& step, const char* code, const Name& name);
    std::string refusesAttach(int live, const Name& name) const;
    std::string refusesMerge(int a, int b) const;
    bool refuseByHand(int a, int b);
    void record(int home, const std::string& code, const Name& name);
    bool breaksLimit(int a, int b, const PlainType& type) const;
    bool isTooLarge(int a, int b) const;
    void note(const Step& step);
    std::map<int, View> views() const;
    std::string statesOf(int live, bool identifying) const;

    // What everything adds up to.
    /// One entry of an endpoint's ledger: a state, or a mark (`opt-in`, `delivery`) that lifts some.
    struct Statement {
        std::string what;
        std::string reason;
        std::optional<std::int64_t> until;
        Order order;

        [[nodiscard]] std::int64_t at() const { return std::get<1>(order); }
        [[nodiscard]] bool isBefore(const Statement& other) const {
            return std::tie(order, until, reason) < std::tie(other.order, other.until, other.reason);
        }
    };
    Person personOf(int live) const;
    std::string originOf(int live) const;
    std::vector<const Written*> writtenBy(int live) const;
    std::string fieldOf(int live, const std::string& key) const;
    std::string setOf(int live, const std::string& key) const;
    /// What decides a subscription; nothing if it was never spoken of.
    struct Decision {
        std::optional<Order> order;
        std::string text;
    };
    Decision decisionOf(int live, const std::string& category) const;
    std::optional<std::int64_t> fieldDateOf(int live, const std::string& key) const;
    std::vector<Statement> ledgerOf(const Name& name) const;
    std::string endpointOf(const Name& name, bool onlyClaimed) const;
    bool isOnlyClaimed(const Name& name) const;

    PlainRules rules_;
    std::int64_t now_;
    HistoryFacts facts_;
    std::vector<Entry> entries_;
    std::map<int, int> pointers_;
    std::map<int, std::int64_t> versions_;
    std::map<int, int> mergeCounts_;
    std::vector<Merge> merges_;
    std::vector<Prohibition> prohibitions_;
    std::map<Name, std::int64_t> released_;  ///< When each was last let go of.
    std::map<int, End> ended_;               ///< By the live id.
    std::vector<Written> log_;
    std::vector<Activity> activities_;
    std::vector<std::pair<int, Name>> attached_;  ///< By hand, under which home.
    std::multiset<std::string> refusals_;
    std::map<int, View> views_;  ///< As they were after the last observation.
    std::map<std::pair<std::int64_t, std::string>, std::pair<std::string, int>> seen_;
};

}  // namespace kith::test
