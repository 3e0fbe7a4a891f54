// SPDX-License-Identifier: Apache-2.0
// What is asked of the pages behind links: the real handlers over a database. An input is `METHOD TARGET`,
// lines of `Name: value`, an empty line, and the body. In the place of a token stands the name of a link,
// what is added to it after a `~`, or `p!` or `c!` and the payload of a genuine one in hexadecimal digits.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/pages/form.hpp"
#include "core/http/hex_digit.hpp"
#include "core/http/target.hpp"
#include "core/model/text.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/link_server.hpp"
#include "tests/fuzz/plain_html.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
namespace http = kith::http;
using http::Method;
using kith::model::Identifier;
using kith::plugins::Tokens;
using kith::test::LinkServer;
using kith::test::require;

const auto kNow = kith::base::fromMillis(1'795'425'000'000);
const auto kEarlier = kNow - std::chrono::hours{1};
const std::string kForm = "application/x-www-form-urlencoded";
const Identifier kAnn{"external_id", "ann"};
const Identifier kBob{"external_id", "bob"};

enum class Page { Confirmation, Preferences };

struct Link {
    Page page = Page::Preferences;
    std::string token;
    int status = 200;  ///< Of its page.
    bool isLive = true;
};

/// The people and their links, made an hour ago by a server whose file others begin with.
class People {
public:
    People() {
        kith::test::makeTables(file());
        LinkServer server(file(), kEarlier);
        makePeople(server);
        makeLinks(server);
    }

    [[nodiscard]] std::unique_ptr<LinkServer> start() const {
        const auto used = folder_.path() / "used.db";
        for (const auto* part : {"", "-wal", "-shm"}) {
            fs::remove(used.string() + part);
            if (fs::exists(file().string() + part))
                fs::copy_file(file().string() + part, used.string() + part);
        }
        return std::make_unique<LinkServer>(used, kNow);
    }
    /// Null if no link has that name.
    [[nodiscard]] const Link* find(std::string_view name) const {
        const auto found = links_.find(name);
        return found == links_.end() ? nullptr : &found->second;
    }

private:
    [[nodiscard]] fs::path file() const { return folder_.path() / "made.db"; }

    static void makePeople(LinkServer& server) {
        for (const std::string name : {"ann", "bob", "eve"})
            server.observe(
                R"({"identifiers": [{"type": "external_id", "value": ")" + name +
                R"("}, {"type": "email", "value": ")" + name + R"(.surname@)" + name +
                R"(home.example"}], "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})");
        server.observe(R"({"identifiers": [{"type": "external_id", "value": "bob"}], "subscriptions":
            {"offers": {"state": "unsubscribed", "by": "person", "reason": "other", "comment": "in his own words"}}})");
        for (const std::string name : {"vic", "una"})
            server.observe(
                R"({"evidence": "claimed", "identifiers": [{"type": "cookie", "value": ")" + name +
                R"("}, {"type": "email", "value": ")" + name + R"(.surname@)" + name +
                R"(home.example"}], "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})");
    }

    void makeLinks(LinkServer& server) {
        const std::string path = "/v1/profiles/external_id:";
        const auto prefer = [&](const std::string& name, const std::string& of,
                                const std::string& more = "") -> Link& {
            return make(server, Page::Preferences, name, path + of + "/preferences-token", of, more);
        };
        const auto confirm = [&](const std::string& name, const std::string& of,
                                 const std::string& more = "") -> Link& {
            return make(server, Page::Confirmation, name, "/v1/confirmations", of, more);
        };
        prefer("ann", "ann");
        prefer("ann.news", "ann", R"(, "category": "news")");
        prefer("bob", "bob");
        end(prefer("ann.expired", "ann", R"(, "expires_in": 60)"), 410);
        end(prefer("gone", "eve"), 410);
        confirm("join", "vic", R"(, "categories": ["news", "offers", "plain"], "text": "news-v3")");
        confirm("join.silent", "vic", R"(, "categories": ["news"])");
        confirm("join.address", "vic");
        end(confirm("join.expired", "vic", R"(, "expires_in": 60)"), 410);
        end(confirm("join.gone", "eve"), 410);
        auto& used = confirm("join.used", "una");
        require(ask(server, Method::Post, "/v1/confirmations/" + used.token, "", kForm).status == 200);
        end(used, 200);
        require(ask(server, Method::Delete, path + "eve", "", "").status < 300);
    }

    static void end(Link& link, int status) {
        link.status = status;
        link.isLive = false;
    }

    Link& make(LinkServer& server, Page page, const std::string& name, const std::string& path,
               const std::string& of, const std::string& more) {
        const auto body = R"({"identifier": {"type": "email", "value": ")" + of + ".surname@" + of +
                          R"(home.example"})" + more + "}";
        const auto made = ask(server, Method::Post, path, body, "application/json");
        require(made.status == 200);
        auto& link = links_[name];
        link.page = page;
        link.token = nlohmann::json::parse(made.body).at("token").get<std::string>();
        return link;
    }

    static http::Response ask(LinkServer& server, Method method, const std::string& path,
                              const std::string& body, const std::string& type) {
        http::Request request;
        request.method = method;
        request.segments = http::parseTarget(path).value().segments;
        if (!type.empty()) request.headers.set("Content-Type", type);
        request.body = body;
        return server.answer(std::move(request)).value();
    }

    kith::test::TemporaryFolder folder_;
    std::map<std::string, Link, std::less<>> links_;
};

/// Up to the end of the line, which goes too.
std::string_view takeLine(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::optional<http::Request> readRequest(std::string_view text) {
    const auto first = takeLine(text);
    const auto space = std::min(first.find(' '), first.size());
    const auto method = http::parseMethod(first.substr(0, space));
    auto target = http::parseTarget(first.substr(std::min(space + 1, first.size())));
    if (!method || !target) return std::nullopt;
    http::Request request;
    request.method = *method;
    request.segments = std::move(target->segments);
    request.query = std::move(target->query);
    for (auto line = takeLine(text); !line.empty(); line = takeLine(text)) {
        const auto colon = std::min(line.find(':'), line.size());
        const auto value = kith::model::trimmed(line.substr(std::min(colon + 1, line.size())));
        if (http::isToken(line.substr(0, colon)) && http::isFieldValue(value))
            request.headers.add(std::string(line.substr(0, colon)), std::string(value));
    }
    request.body = text;
    return request;
}

std::string bytesOf(std::string_view digits) {
    std::string bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        const int high = http::hexDigit(digits[0]);
        const int low = http::hexDigit(digits[1]);
        if (high < 0 || low < 0) break;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes.substr(0, Tokens::kMaxPayload);
}

/// A request of a page, and what is to become of it.
struct Asked {
    http::Request request;
    std::string name;  ///< Of the link.
    const Link* link = nullptr;
    bool isPage = false;
    bool isGenuine = false;  ///< Its token is that of a link, or another that this deployment signed.
};

void placeToken(const LinkServer& server, const People& people, Page page, Asked& asked) {
    auto& token = asked.request.segments.back();
    asked.isPage = true;
    if (token.starts_with("p!") || token.starts_with("c!")) {
        const auto* purpose = token.starts_with("p!") ? "preferences" : "confirmation";
        token = server.tokens().sign(Tokens::kCore, purpose, bytesOf(token.substr(2)),
                                     kNow + std::chrono::hours{1});
        asked.isGenuine = true;
        return;
    }
    const auto tilde = std::min(token.find('~'), token.size());
    asked.name = token.substr(0, tilde);
    const auto* link = people.find(asked.name);
    if (link == nullptr) return;
    const auto added = token.substr(std::min(tilde + 1, token.size()));
    token = link->token + added;
    if (added.empty() && link->page == page) asked.link = link;
    asked.isGenuine = asked.link != nullptr;
}

/// Nothing for what is no call about links.
std::optional<Asked> readAsked(const LinkServer& server, const People& people, std::string_view text) {
    auto request = readRequest(text);
    if (!request) return std::nullopt;
    Asked asked;
    asked.request = *std::move(request);
    const auto& path = asked.request.segments;
    const bool isVersioned = path.size() > 1 && path[0] == "v1";
    if (path.size() == 2 && path[0] == "preferences")
        placeToken(server, people, Page::Preferences, asked);
    else if (path.size() == 3 && isVersioned && path[1] == "confirmations")
        placeToken(server, people, Page::Confirmation, asked);
    else if (!isVersioned || (path[1] != "confirmations" && path.back() != "preferences-token"))
        return std::nullopt;
    return asked;
}

bool mentions(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

std::optional<http::Params> formOf(const http::Request& request) {
    return kith::api::readForm(request.body, request.headers.find("Content-Type").value_or(""));
}

/// A page shows no whole address, no comment that was made before, and nothing of anybody else; a form that
/// is shown again has what it said itself.
void checkSecrets(const Asked& asked, const http::Response& response) {
    std::string said;
    if (const auto form = formOf(asked.request))
        for (const auto& [name, value] : *form) said += value;
    for (const std::string_view word :
         {"ann.surname", "bob.surname", "vic.surname", "own words", "bobhome"}) {
        if (word == "bobhome" && asked.name == "bob") continue;
        require(mentions(said, word) || !mentions(response.body, word));
    }
}

/// Whether they say which words they read; those of now may be others.
bool saysWords(const Asked& asked) {
    if (asked.request.method != Method::Post) return false;
    const auto form = formOf(asked.request);
    return form && form->find("words").has_value();
}

bool isExpected(const Asked& asked, int status) {
    const bool isPreferences = asked.link->page == Page::Preferences;
    return status == 200 || (status == 400 && isPreferences) || (status == 409 && saysWords(asked));
}

void checkPage(const Asked& asked, const http::Response& response) {
    require(kith::test::PlainHtml::isPlain(response.body));
    const auto language = response.headers.find("Content-Language");
    require(language && mentions(response.body, "<html lang=\"" + std::string(*language) + "\" dir=\"" +
                                                    (language == "he" ? "rtl" : "ltr") + "\">"));
    require(response.headers.has("Content-Security-Policy"));
    if (asked.link == nullptr)
        require(response.status == 404 || (asked.isGenuine && response.status == 410));
    else if (asked.link->isLive)
        require(isExpected(asked, response.status));
    else
        require(response.status == asked.link->status);
}

/// RFC 8058: whatever else is asked for, it is done.
void checkOneClick(LinkServer& server, const Asked& asked, const http::Response& response) {
    const auto& request = asked.request;
    if (asked.name != "ann.news" || response.status != 200 || request.method != Method::Post) return;
    const auto form = formOf(request);
    if (form && form->find("List-Unsubscribe") == "One-Click")
        require(server.state(kAnn, "news") == kith::model::SubscriptionState::Unsubscribed);
}

/// The categories that Ann and Bob are subscribed to, each with whose it is.
std::set<std::string> subscribed(LinkServer& server) {
    std::set<std::string> all;
    for (const auto& who : {kAnn, kBob})
        for (const auto* category : {"news", "offers", "plain", "quiet"})
            if (server.state(who, category) == kith::model::SubscriptionState::Subscribed)
                all.insert(who.value + ' ' + category);
    return all;
}

/// What is refused changes nothing; but who read other words leaves what they leave all the same, and is
/// subscribed to nothing by them.
void checkRefused(LinkServer& server, const Asked& asked, const http::Response& response, bool isChanged,
                  const std::set<std::string>& before) {
    if (response.status < 400) return;
    const bool mayLeave =
        response.status == 409 && asked.link != nullptr && asked.link->page == Page::Preferences;
    require(!isChanged || mayLeave);
    if (!isChanged) return;
    const auto after = subscribed(server);
    require(std::ranges::includes(before, after));
}

/// Whether anything was written.
bool check(LinkServer& server, const People& people, std::string_view input) {
    const auto asked = readAsked(server, people, input);
    if (!asked) return false;
    const auto before = server.commits();
    const auto bob = server.profile(kBob);
    const auto subscriptions = saysWords(*asked) ? subscribed(server) : std::set<std::string>{};
    const auto response = server.answer(asked->request);
    const bool isChanged = server.commits() != before;
    if (!response) {
        require(!isChanged);
        return false;
    }
    require(response->status >= 200 && response->status < 500);
    const auto method = asked->request.method;
    if (method == Method::Get || method == Method::Head) require(!isChanged);
    checkRefused(server, *asked, *response, isChanged, subscriptions);
    if (asked->isPage) {
        if (asked->link == nullptr || !asked->link->isLive) require(!isChanged);
        checkPage(*asked, *response);
        checkOneClick(server, *asked, *response);
        checkSecrets(*asked, *response);
    }
    if (asked->name != "bob") require(server.profile(kBob) == bob);
    return isChanged;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const People people;
    // What one input writes the next one does not find, so that each does the same again.
    static auto server = people.start();
    if (check(*server, people, kith::test::textOf(data, size))) {
        server.reset();
        server = people.start();
    }
    return 0;
}
