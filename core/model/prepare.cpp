// SPDX-License-Identifier: Apache-2.0
#include "core/model/prepare.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/json.hpp"
#include "core/model/names.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 7> kSourceTypes = {"api",     "import", "form",    "order",
                                                          "console", "plugin", "tracking"};

constexpr std::string_view kImportSource = "import";

/// What people of the organisation write down, or list in a file: whoever it is about did not say it here.
bool isByHand(std::string_view sourceType) {
    return sourceType == kStaffSource || sourceType == kImportSource;
}

/// No caller's id begins like this.
const std::string kOfNobody =
    "\x1f"
    "of_nobody";
const std::string kByLink =
    "\x1f"
    "by_link";

using ReadPart = void (*)(Draft&, const json&, const Where&);

void readPart(Draft& draft, const json& item, const Where& where, std::string_view member, ReadPart read) {
    if (const auto* value = memberOf(item, member)) read(draft, *value, {where, member});
}

void readSource(Draft& draft, const json& item, const Where& where, const Writer& writer, Origin& origin) {
    const auto* source = memberOf(item, "source");
    const Where at(where, "source");
    const auto reader = draft.reader();
    if (source == nullptr || !reader.object(*source, at, {"type", "name"})) return;
    if (const auto type = reader.text(*source, at, "type", bounds::kReason)) {
        if (std::find(kSourceTypes.begin(), kSourceTypes.end(), *type) == kSourceTypes.end()) {
            draft.findings.wrong({at, "type"}, "invalid_value", mustBeOneOf(kSourceTypes));
        }
        origin.sourceType = *type;
    }
    if (const auto name = reader.text(*source, at, "name", bounds::kSourceName)) origin.sourceName = *name;
    const bool isOwn =
        origin.sourceType == writer.defaultSourceType && origin.sourceName == writer.defaultSourceName;
    if (writer.isPerson && !isOwn)
        draft.findings.wrong(at, "not_allowed", "is who signed in, and nobody else: it may be left out");
}

bool readAttested(Draft& draft, const json& item, const Where& where, const Writer& writer) {
    const auto evidence = draft.reader().text(item, where, "evidence", bounds::kReason);
    if (evidence && *evidence != "attested" && *evidence != "claimed") {
        draft.findings.wrong({where, "evidence"}, "invalid_value", "must be `attested` or `claimed`");
    }
    return writer.mayAttest && evidence != "claimed";
}

Origin originOf(const Writer& writer, base::ObservationId row, base::Time now) {
    Origin origin;
    origin.row = row;
    origin.key = writer.key;
    origin.sourceType = writer.defaultSourceType;
    origin.sourceName = writer.defaultSourceName;
    origin.observedAt = origin.receivedAt = now;
    origin.attested = writer.mayAttest;
    return origin;
}

/// What a state of an address is recognised by. It names the address, which a guess would find if the hash of
/// it had no key.
std::string contentOf(const EndpointWrite& write) {
    const auto until = write.until ? base::formatRfc3339(*write.until) : std::string{};
    json content{write.identifier.type, write.identifier.value,        endpointStateName(write.state),
                 write.reason,          base::formatRfc3339(write.at), until};
    // What brings none is recognised as it was before there were any.
    if (!write.detail.empty()) content.push_back(write.detail);
    return content.dump();
}

EndpointWrite writeOf(const Identifier& address, StaffLifting lifting) {
    EndpointWrite write{
        address,     EndpointState::Active, lifting.at, std::move(lifting.reason), std::move(lifting.proof),
        std::nullopt};
    write.told = !write.detail.empty();
    return write;
}

/// What one of the staff says of an address, or a plugin, which is none of them.
Observation byHand(EndpointWrite write, Origin origin) {
    Observation said;
    said.endpoints.push_back(std::move(write));
    said.ofNobody = true;
    if (origin.sourceType != kPluginSource) origin.sourceType = kStaffSource;
    said.origin = std::make_shared<const Origin>(std::move(origin));
    return said;
}

/// What a claim may not do is dropped here, once the rest is known to be well-formed.
void lowerToClaim(Draft& draft, const Where& where) {
    if (draft.out.endpoints.empty()) return;
    draft.findings.warn({where, "endpoints"}, "not_attested", "only an attested observation sets states");
    draft.out.endpoints.clear();
}

void readParts(Draft& draft, const json& item, const Where& where) {
    if (const auto* identifiers = memberOf(item, "identifiers")) {
        readIdentifiers(draft, *identifiers, {where, "identifiers"});
    } else {
        draft.findings.wrong({where, "identifiers"}, "required", "must be given");
    }
    readPart(draft, item, where, "fields", readFields);
    readPart(draft, item, where, "subscriptions", readSubscriptions);
    readPart(draft, item, where, "endpoints", readEndpoints);
    readPart(draft, item, where, "activities", readActivities);
}

/// Where a token takes part, the same words without it, or with one that names somebody else, are others.
json withIdentity(const json& item, const TokenIdentity& identity) {
    const auto& [type, value] = identity.seen.identifier;
    return {{"item", item}, {"identity", {{"type", type}, {"value", value}}}};
}

/// A token speaks for the moving identifiers that came with it, as of when it was made, so that to send it
/// again says nothing new. Whose source it is says the key, not the claim.
std::shared_ptr<const Observation> attestationOf(const Observation& claim, const Writer& writer,
                                                 base::ObservationId row) {
    Observation attestation;
    auto origin = originOf(writer, row, claim.origin->receivedAt);
    origin.attested = true;
    origin.observationId = claim.origin->observationId;
    origin.contentHash = claim.origin->contentHash;
    origin.observedAt = std::min(writer.identity->issuedAt, origin.receivedAt);
    attestation.origin = std::make_shared<const Origin>(std::move(origin));
    attestation.identifiers.push_back(writer.identity->seen);
    std::copy_if(claim.identifiers.begin(), claim.identifiers.end(),
                 std::back_inserter(attestation.identifiers),
                 [](const auto& seen) { return seen.rule->cls == IdentifierClass::Moving; });
    sortOnce(attestation.identifiers);
    return std::make_shared<const Observation>(std::move(attestation));
}

std::variant<Observation, base::Error> finish(Draft&& draft, Origin&& origin, const json& content,
                                              const Preparer& preparer) {
    if (draft.findings.isWrong()) return draft.findings.takeError();
    origin.contentHash = preparer.contentHashOf(content);
    draft.out.origin = std::make_shared<const Origin>(std::move(origin));
    draft.out.warnings = std::move(draft.findings.warnings());
    return std::move(draft.out);
}

}  // namespace

Preparer::Preparer(const Catalogue& catalogue, base::IdGenerator& ids, PrepareSettings settings)
    : catalogue_(catalogue), ids_(ids), settings_(settings) {}

std::variant<Observation, base::Error> Preparer::tryPrepare(const json& item, const Writer& writer,
                                                            base::Time now) const {
    const auto definitions = catalogue_.definitions();
    Draft draft{catalogue_, *definitions, now, now + settings_.maxFuture, false, false, {}, {}, {}};
    draft.strictFields = writer.strict;
    draft.refusesUnknownFields = settings_.unknownFields == UnknownFields::Refuse;
    const Where top;
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    if (draft.reader().object(item, top,
                              {"id", "evidence", "observed_at", "source", "identifiers", "fields",
                               "subscriptions", "endpoints", "activities", "restore"})) {
        if (const auto id = draft.reader().text(item, top, "id", bounds::kObservationId)) {
            origin.observationId = *id;
            draft.out.idHash = idHashOf(writer, *id);
        }
        draft.activityBase = draft.out.idHash ? hexOf(*draft.out.idHash) : origin.row.text();
        origin.attested = readAttested(draft, item, top, writer);
        draft.observedAt = draft.reader().time(item, top, "observed_at").value_or(now);
        origin.observedAt = draft.observedAt;
        draft.out.restore = draft.reader().flag(item, top, "restore").value_or(false);
        readSource(draft, item, top, writer, origin);
        draft.byHand = isByHand(origin.sourceType);
        readParts(draft, item, top);
        if (!origin.attested) lowerToClaim(draft, top);
    }
    const bool vouchedFor = writer.identity && !origin.attested;
    const auto content = vouchedFor ? std::optional(withIdentity(item, *writer.identity)) : std::nullopt;
    auto prepared = finish(std::move(draft), std::move(origin), content ? *content : item, *this);
    auto* claim = std::get_if<Observation>(&prepared);
    if (claim != nullptr && vouchedFor)
        claim->attestation = attestationOf(*claim, writer, ids_.make<base::ObservationId>());
    return prepared;
}

/// An id means something within its key alone.
Hash Preparer::idHashOf(const Writer& writer, std::string_view id) const {
    return keyedHashOf(settings_.hashKey, writer.key.text() + ':' + std::string(id));
}

Hash Preparer::contentHashOf(const json& content) const {
    return keyedHashOf(settings_.hashKey, canonicalJson(content));
}

std::variant<Observation, base::Error> Preparer::trySuppression(const json& item, std::string_view id,
                                                                const Writer& writer, base::Time now) const {
    const auto definitions = catalogue_.definitions();
    Draft draft{catalogue_, *definitions, now, now + settings_.maxFuture, true, false, {}, {}, {}};
    readSuppression(draft, item, {});
    if (draft.findings.isWrong()) return draft.findings.takeError();
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    if (!writer.isPerson) origin.sourceType = kImportSource;
    const auto content = id.empty() ? contentOf(draft.out.endpoints.front()) : canonicalJson(item);
    origin.contentHash = idHashOf(writer, kOfNobody + content);
    draft.out.idHash = id.empty() ? origin.contentHash : idHashOf(writer, id);
    draft.out.ofNobody = true;
    draft.out.origin = std::make_shared<const Origin>(std::move(origin));
    return std::move(draft.out);
}

Observation Preparer::prepareLifting(const Identifier& address, StaffLifting lifting, const Writer& writer,
                                     base::Time now) const {
    auto write = writeOf(address, std::move(lifting));
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    origin.contentHash = idHashOf(writer, kOfNobody + contentOf(write));
    return byHand(std::move(write), std::move(origin));
}

Observation Preparer::prepareLifting(const EndpointOf& endpoint, StaffLifting lifting, const Call& call,
                                     const Writer& writer, base::Time now) const {
    return prepareByHand(endpoint, writeOf(endpoint.identifier, std::move(lifting)), call, writer, now);
}

Observation Preparer::prepareState(const EndpointOf& endpoint, const json& item, const Call& call,
                                   const Writer& writer, base::Time now) const {
    const auto definitions = catalogue_.definitions();
    Draft draft{catalogue_, *definitions, now, now + settings_.maxFuture, true, true, {}, {}, {}};
    readStateByHand(draft, item, {}, endpoint.identifier);
    if (draft.findings.isWrong()) throw draft.findings.takeError();
    return prepareByHand(endpoint, std::move(draft.out.endpoints.front()), call, writer, now);
}

Observation Preparer::prepareByHand(const EndpointOf& endpoint, EndpointWrite write, const Call& call,
                                    const Writer& writer, base::Time now) const {
    // It stays with the address, whoever has it: the caller's own id, which may be any words, does not.
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    origin.contentHash = contentHashOf(call.content);
    auto prepared = byHand(std::move(write), std::move(origin));
    if (!call.id.empty()) prepared.idHash = idHashOf(writer, call.id);
    prepared.address = endpoint.profile;
    return prepared;
}

/// What was said in one moment by one link is the same thing.
Observation Preparer::prepareByLink(LinkStatement said, const Writer& writer, base::Time now) const {
    Observation prepared;
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    origin.sourceType = "form";
    origin.sourceName = said.page;
    origin.observationId = said.id;
    origin.contentHash =
        contentHashOf(json{said.page, said.id, said.home.text(), said.address.identifier.type,
                           said.address.identifier.value, said.id.empty() ? base::formatRfc3339(now) : ""});
    if (!said.id.empty()) prepared.idHash = linkHashOf(writer, said.id);
    prepared.origin = std::make_shared<const Origin>(std::move(origin));
    prepared.address = Address{said.home, std::nullopt};
    prepared.confirms = said.confirms;
    prepared.dateAfterReplaced = true;
    prepared.identifiers.push_back(std::move(said.address));
    prepared.subscriptions = std::move(said.subscriptions);
    if (said.state) prepared.endpoints.push_back(*std::move(said.state));
    return prepared;
}

Hash Preparer::linkHashOf(const Writer& writer, std::string_view id) const {
    return idHashOf(writer, kByLink + std::string(id));
}

Observation Preparer::prepareCommand(Command command, std::string_view id, const json& content,
                                     const Writer& writer, base::Time now) const {
    Observation prepared;
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    origin.observationId = id;
    if (!id.empty()) {
        prepared.idHash = idHashOf(writer, id);
    }
    origin.contentHash = contentHashOf(content);
    prepared.origin = std::make_shared<const Origin>(std::move(origin));
    prepared.command = std::move(command);
    return prepared;
}

Observation Preparer::prepareEdit(const json& patch, const Address& address, const Writer& writer,
                                  base::Time now) const {
    const auto definitions = catalogue_.definitions();
    Draft draft{catalogue_, *definitions, now, now + settings_.maxFuture, true, true, {}, {}, {}};
    const Where top;
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    if (draft.reader().object(patch, top, {"fields", "subscriptions"})) {
        for (const auto& [member, value] : patch.items()) {
            if (value.is_null()) {
                draft.findings.wrong({top, member}, "not_allowed", "can't be removed as a whole");
            }
        }
        readPart(draft, patch, top, "fields", readFields);
        readPart(draft, patch, top, "subscriptions", readSubscriptions);
    }
    draft.out.address = address;
    draft.out.dateAfterReplaced = true;
    auto prepared = finish(std::move(draft), std::move(origin), patch, *this);
    if (auto* error = std::get_if<base::Error>(&prepared)) throw base::Error(std::move(*error));
    return std::get<Observation>(std::move(prepared));
}

TagChange Preparer::readTags(const json& tags) const {
    const auto definitions = catalogue_.definitions();
    Draft draft{catalogue_, *definitions, {}, {}, true, true, {}, {}, {}};
    const Where top;
    const Where at(top, "tags");
    if (!tags.is_object()) {
        draft.findings.wrong(at, "wrong_type", "must be an object of `add` and `remove`");
    } else {
        auto fields = json::object();
        fields["tags"] = tags;
        readFields(draft, fields, top);
    }
    const auto count = draft.out.fields.size();
    if (count > bounds::kTags)
        draft.findings.wrong(at, "too_many", "at most " + std::to_string(bounds::kTags) + " tags");
    if (count == 0 && !draft.findings.isWrong())
        draft.findings.wrong(at, "required", "must name a tag to `add` or to `remove`");
    if (draft.findings.isWrong()) throw draft.findings.takeError();
    return {std::move(draft.out.fields), std::move(draft.out.firstUses)};
}

Observation Preparer::prepareTags(const TagChange& change, const Address& address, const Call& call,
                                  const Writer& writer, base::Time now) const {
    Observation prepared;
    auto origin = originOf(writer, ids_.make<base::ObservationId>(), now);
    origin.contentHash = contentHashOf(call.content);
    prepared.origin = std::make_shared<const Origin>(std::move(origin));
    if (!call.id.empty()) prepared.idHash = idHashOf(writer, call.id);
    prepared.address = address;
    prepared.dateAfterReplaced = true;
    prepared.fields = change.writes;
    prepared.firstUses = change.firstUses;
    return prepared;
}

}  // namespace kith::model
