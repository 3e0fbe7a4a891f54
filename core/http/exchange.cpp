// SPDX-License-Identifier: Apache-2.0
#include "core/http/exchange.hpp"

#include <algorithm>
#include <optional>
#include <typeinfo>

#include "core/http/body_reader.hpp"
#include "core/http/conditional.hpp"
#include "core/http/cors.hpp"
#include "core/http/gzip.hpp"
#include "core/http/problem.hpp"
#include "core/http/session_cookie.hpp"
#include "core/http/target.hpp"
#include "core/http/uniform_time.hpp"

namespace kith::http {
namespace {

using base::Error;
using base::ErrorCode;

/// In logs, as other servers have it: the client left before there was an answer.
constexpr int kClientLeft = 499;

Response faultAnswer(const WireFault& fault) {
    return problem(Error(fault.code, std::string(fault.detail)), fault.kind);
}

std::string_view methodLabel(const RequestHead& head) {
    const auto method = parseMethod(head.method);
    return method ? methodName(*method) : "OTHER";
}

/// Whether the connection stands at the next request once a short body that nobody read, but which came along
/// with its head, is dropped. (A longer one ends the connection: reading it would cost more.)
bool dropBufferedBody(Connection& connection, const BodyFraming& body) {
    if (body.chunked || body.length > connection.input().size()) return false;
    connection.use(static_cast<std::size_t>(body.length));
    return true;
}

/// Refuses a body that the route does not understand, before it is read.
std::optional<Response> refuseMedia(const Request& request, const Route& route) {
    const auto coding = request.headers.find("Content-Encoding").value_or("identity");
    if (!equalsIgnoringCase(coding, "identity") && !equalsIgnoringCase(coding, "gzip")) {
        auto response = problem(Error(ErrorCode::UnsupportedMediaType, "The only Content-Encoding is gzip."));
        response.headers.set("Accept-Encoding", "gzip");
        return response;
    }
    const auto type = request.mediaType();
    const auto& accepted = route.mediaTypes;
    if (accepted.empty() || type.empty() || (request.isPublic() && type == "text/plain")) return std::nullopt;
    if (std::find(accepted.begin(), accepted.end(), type) != accepted.end()) return std::nullopt;
    std::string list;
    for (const auto& each : accepted) list += (list.empty() ? "" : ", ") + each;
    auto response = problem(Error(ErrorCode::UnsupportedMediaType, "This call takes " + list + '.'));
    response.headers.set("Accept", list);
    return response;
}

}  // namespace

/// One request on its way.
struct Exchange::Turn {
    Connection& connection;
    RequestHead head = {};
    Request request = {};
    const Route* route = nullptr;
    /// The head was understood, and the body not touched yet.
    bool atBody = false;
    /// The connection stands where the next request begins.
    bool atNextRequest = false;
    /// Of the route's handler, if it was called.
    std::optional<Connection::Clock::time_point> workBegan = {};
};

std::optional<base::KeyId> Exchange::keyOf(const Turn& turn) {
    if (!turn.request.caller) return std::nullopt;
    return turn.request.caller->key;
}

Exchange::Exchange(const ServerSettings& settings, const ServerParts& parts,
                   const std::atomic<bool>& stopping)
    : settings_(settings),
      parts_(parts),
      stopping_(stopping),
      proxies_(settings.trustedProxies),
      gate_(settings, parts.authenticator, parts.clock),
      streams_(settings.maxStreams, settings.maxStreamsPerKey) {}

/// The answer that comes in time. Until something of it is there, it can still become a refusal. Has a place
/// among the streams.
class Exchange::Streaming final : public StreamedAnswer {
public:
    Streaming(Exchange& exchange, Turn turn, Response response)
        : exchange_(exchange), turn_(std::move(turn)), response_(std::move(response)) {}
    ~Streaming() override {
        if (!begun_) {
            response_.status = kClientLeft;
            exchange_.witness(turn_, response_);
            exchange_.account(turn_, response_);
        }
        exchange_.streams_.giveBack(keyOf(turn_));
    }
    Streaming(const Streaming&) = delete;
    Streaming& operator=(const Streaming&) = delete;

    [[nodiscard]] Piece next(Piece::Clock::time_point now, bool ending) noexcept override {
        Piece piece;
        auto failure = exchange_.attempt(turn_, [&] { piece = response_.stream->next(now, ending); });
        if (failure) {
            piece = {.bytes = {}, .last = true};
            if (!begun_) {
                piece.bytes = std::move(failure->body);
                response_ = std::move(*failure);
            }
        }
        if (begun_) {
            goOn(piece, failure.has_value());
        } else if (piece.last || !piece.bytes.empty()) {
            begin(piece);
        }
        return piece;
    }

    [[nodiscard]] bool keepsConnection() const noexcept override { return keeps_; }

private:
    void begin(Piece& piece) {
        begun_ = true;
        exchange_.witness(turn_, response_);
        auto form = exchange_.formOf(turn_);
        form.endless = !piece.last;
        form.chunked = chunked_ = form.endless && response_.stream->hasEnd() && !turn_.head.old;
        keeps_ = form.keepAlive = form.keepAlive && (piece.last || chunked_);
        response_.body = chunked_ ? renderChunk(piece.bytes) : std::move(piece.bytes);
        exchange_.complete(turn_, response_);
        piece.bytes = renderAnswer(response_, form);
        exchange_.account(turn_, response_);
        response_.body.clear();
    }
    void goOn(Piece& piece, bool isCut) {
        keeps_ = keeps_ && !isCut;
        if (!chunked_ || isCut) return;
        piece.bytes = renderChunk(piece.bytes);
        if (piece.last) piece.bytes += kLastChunk;
    }

    Exchange& exchange_;
    Turn turn_;
    Response response_;
    bool begun_ = false;
    bool chunked_ = false;
    bool keeps_ = false;
};

After Exchange::serve(Connection& connection) {
    if (connection.held) return release(connection);
    Turn turn{.connection = connection};
    auto response = answer(turn);
    if (turn.atBody) turn.atNextRequest = dropBufferedBody(connection, turn.head.body);
    if (response.stream && turn.head.method != "HEAD" && beginStream(turn, response)) return After::Stream;
    witness(turn, response);
    complete(turn, response);
    const auto form = formOf(turn);
    const auto parting = turn.atNextRequest && !turn.head.keepAlive ? After::Close : After::Linger;
    const auto after = form.keepAlive ? After::Park : parting;
    if (const auto due = dueTime(turn, response)) {
        connection.held = {renderAnswer(response, form), *due, after};
        account(turn, response);
        return After::Hold;
    }
    auto pace = answerPace();
    connection.lastUsed = Connection::Clock::now();
    const bool sent = writeAnswer(connection, response, form, pace);
    account(turn, response);
    return sent ? after : After::Close;
}

AnswerForm Exchange::formOf(const Turn& turn) const {
    return {.withoutBody = turn.head.method == "HEAD",
            .keepAlive = turn.atNextRequest && turn.head.keepAlive && !stopping_,
            .date = parts_.clock.now()};
}

bool Exchange::beginStream(Turn& turn, Response& response) {
    if (const auto refusal = streams_.take(keyOf(turn))) {
        response = problem(*refusal);
        return false;
    }
    auto& connection = turn.connection;
    connection.streamed = std::make_unique<Streaming>(*this, std::move(turn), std::move(response));
    return true;
}

After Exchange::release(Connection& connection) {
    const auto held = std::move(*connection.held);
    connection.held.reset();
    auto pace = answerPace();
    connection.lastUsed = Connection::Clock::now();
    return connection.send(held.bytes, pace) ? held.after : After::Close;
}

// What is wrong with a request stands in it, and tells of nobody.
std::optional<Connection::Clock::time_point> Exchange::dueTime(const Turn& turn, const Response& response) {
    if (!turn.workBegan || !turn.request.isPublic() || response.status == 400) return std::nullopt;
    const auto now = Connection::Clock::now();
    return now + restOfStep(now - *turn.workBegan);
}

Pace Exchange::answerPace() const {
    return Pace({.slack = settings_.slackTimeout, .minBytesPerSecond = settings_.minBytesPerSecond});
}

void Exchange::refuse(Connection& connection, const WireFault& fault) {
    Turn turn{.connection = connection};
    turn.request.id = ids_.make();
    auto response = faultAnswer(fault);
    complete(turn, response);
    Pace noWaiting({.slack = std::chrono::milliseconds(0), .minBytesPerSecond = 1, .total = {}});
    // Nobody is told if it does not fit into the socket's buffer: the connection is given up either way.
    (void)writeAnswer(connection, response, {.keepAlive = false, .date = parts_.clock.now()}, noWaiting);
    account(turn, response);
}

Response Exchange::answer(Turn& turn) {
    Response response;
    auto failure = attempt(turn, [&] { response = route(turn); });
    return failure ? std::move(*failure) : std::move(response);
}

template <class Work>
std::optional<Response> Exchange::attempt(const Turn& turn, Work work) const {
    try {
        work();
        return std::nullopt;
    } catch (const Error& error) {
        auto response = problem(error);
        if (response.status >= 500) logFailure(turn, base::codeName(error.code()), error.context());
        return response;
    } catch (const std::exception& failure) {
        // Its text may hold anything, values that were bound to a statement included; its type doesn't.
        logFailure(turn, "exception", typeid(failure).name());
    } catch (...) {
        logFailure(turn, "exception", "unknown");
    }
    return problem(
        Error(ErrorCode::Internal, "The server failed. The Request-Id names this call in its log."));
}

Response Exchange::route(Turn& turn) {
    auto& request = turn.request;
    const auto input = turn.connection.input();
    const auto end = findHeadEnd(input, 0).value_or(input.size());
    auto parsed = parseHead(input.substr(0, end));
    turn.connection.use(end);
    if (const auto* fault = std::get_if<WireFault>(&parsed)) {
        request.id = ids_.make();
        return faultAnswer(*fault);
    }
    turn.head = std::get<RequestHead>(std::move(parsed));
    turn.atBody = true;
    request.headers = std::move(turn.head.headers);
    request.id = ids_.adoptOrMake(request.headers.find("Request-Id").value_or(""));
    proxies_.apply(request, turn.connection.peer(), turn.connection.secure());

    auto target = parseTarget(turn.head.target);
    if (!target) return faultAnswer(badMessage("The path or the query is malformed."));
    request.segments = std::move(target->segments);
    request.query = std::move(target->query);
    const auto method = parseMethod(turn.head.method);
    request.method = method.value_or(Method::Get);
    auto match = findRoute(method, request.segments);
    if (match.route == nullptr) return unrouted(turn, match.allow);
    turn.route = match.route;
    request.route = match.route->pattern;
    request.params = std::move(match.params);

    if (auto refusal = gate_.refuse(request, *turn.route)) return std::move(*refusal);
    if (auto refusal = receiveBody(turn)) return std::move(*refusal);
    turn.workBegan = Connection::Clock::now();
    auto response = turn.route->handler(request);
    if (response.status >= 200 && response.status <= 599) return response;
    throw Error(ErrorCode::Internal, "The server did not answer.", "a handler left the status unset");
}

Match Exchange::findRoute(std::optional<Method> method, std::span<const std::string> segments) const {
    auto match = parts_.router.find(method, segments);
    const bool isThere = match.route != nullptr || !match.allow.empty();
    if (isThere || segments.size() < 2 || !segments.back().empty()) return match;
    auto shorter = parts_.router.find(method, segments.first(segments.size() - 1));
    return shorter.route != nullptr && shorter.route->isPage ? shorter : match;
}

Response Exchange::unrouted(const Turn& turn, const std::string& allow) {
    const auto& request = turn.request;
    if (allow.empty()) return problem(Error(ErrorCode::NotFound, "There is nothing at this path."));
    if (turn.head.method != "OPTIONS") {
        auto response = problem(Error(ErrorCode::MethodNotAllowed, "This path does not know that method."));
        response.headers.set("Allow", allow);
        return response;
    }
    auto response = Response::empty();
    response.headers.set("Allow", allow);
    if (const auto asked = preflightMethod(request)) {
        const auto match = parts_.router.find(*asked, request.segments);
        if (match.route != nullptr) answerPreflight(request, *match.route, gate_.identify(request), response);
    }
    return response;
}

std::optional<Response> Exchange::receiveBody(Turn& turn) const {
    if (!turn.head.body.hasBody()) return std::nullopt;
    auto& request = turn.request;
    if (auto refusal = refuseMedia(request, *turn.route)) return refusal;
    Pace pace({.slack = settings_.slackTimeout,
               .minBytesPerSecond = settings_.minBytesPerSecond,
               .total = settings_.bodyTimeout});
    const auto limit = turn.route->bodyLimit;
    turn.atBody = false;
    if (const auto fault = readBody(turn.connection, turn.head, limit, pace, request.body)) {
        return faultAnswer(*fault);
    }
    turn.atNextRequest = true;
    if (equalsIgnoringCase(request.headers.find("Content-Encoding").value_or(""), "gzip")) {
        auto inflated = gunzip(request.body, limit);
        if (const auto* fault = std::get_if<WireFault>(&inflated)) return faultAnswer(*fault);
        request.body = std::get<std::string>(std::move(inflated));
    }
    return std::nullopt;
}

void Exchange::witness(const Turn& turn, const Response& response) const {
    const auto& caller = turn.request.caller;
    if (parts_.witness == nullptr || !caller || !caller->person) return;
    const auto told = turn.route == nullptr ? Told::ByMethod : turn.route->told;
    const bool handsOut = told == Told::Always && turn.head.method != "HEAD";
    if (told == Told::Never || (!handsOut && !isUnsafe(turn.request.method))) return;
    parts_.witness->acted(turn.request, response);
}

void Exchange::complete(const Turn& turn, Response& response) const {
    const bool reads = turn.request.method == Method::Get || turn.request.method == Method::Head;
    // What may not be kept is always sent: a profile's tag is its version, and an age or a block that ends
    // changes without it.
    if (response.status == 200 && reads && response.headers.has("Cache-Control")) {
        if (!response.headers.has("ETag")) response.headers.set("ETag", contentTag(response.body));
        if (isUnchanged(turn.request, *response.headers.find("ETag"))) response.status = 304;
    }
    response.headers.set("Request-Id", turn.request.id);
    response.headers.set("X-Content-Type-Options", "nosniff");
    if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
    if (response.status == 401 && !response.headers.has("WWW-Authenticate")) {
        response.headers.set("WWW-Authenticate", "Bearer realm=\"kith\"");
    }
    if (turn.route != nullptr) openToOrigin(turn.request, turn.route->access, response);
}

void Exchange::account(const Turn& turn, const Response& response) const {
    const std::chrono::duration<double> took = Connection::Clock::now() - turn.connection.headComplete;
    const std::string_view route = turn.route != nullptr ? turn.request.route : "unmatched";
    const auto method = methodLabel(turn.head);
    const auto caller = keyOf(turn);
    const auto key = caller ? caller->text() : "-";
    parts_.observer.requestFinished(route, method, response.status, took.count());
    parts_.log.info("request", {{"route", route},
                                {"method", method},
                                {"status", std::int64_t{response.status}},
                                {"duration_ms", took.count() * 1'000},
                                {"bytes", static_cast<std::int64_t>(response.body.size())},
                                {"request_id", std::string_view(turn.request.id)},
                                {"key", std::string_view(key)}});
}

void Exchange::logFailure(const Turn& turn, std::string_view code, std::string_view context) const {
    parts_.log.error("request_failed", {{"route", turn.request.route},
                                        {"code", code},
                                        {"context", context},
                                        {"request_id", std::string_view(turn.request.id)}});
}

}  // namespace kith::http
