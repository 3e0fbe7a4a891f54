// SPDX-License-Identifier: Apache-2.0
// What providers post, as anybody may post it: whatever the bytes, the parsers answer, and what they make of
// them is an observation whose text is clean.
#include <string_view>

#include "plugins/email/address.hpp"
#include "plugins/email/amazon_url.hpp"
#include "plugins/email/json.hpp"
#include "plugins/email/sendgrid.hpp"
#include "plugins/email/ses.hpp"
#include "plugins/email/sns.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

namespace email = kith::email;
using kith::test::require;

/// Whether a name or a text of it holds U+0000, which no observation may.
bool holdsNul(const nlohmann::json& document) {
    const auto flat = document.flatten();
    for (const auto& [name, value] : flat.items()) {
        const bool isIn =
            value.is_string() && value.get_ref<const std::string&>().find('\0') != std::string::npos;
        if (isIn || name.find('\0') != std::string::npos) return true;
    }
    return false;
}

void writeAll(const email::Batch& batch) {
    static const email::AddressNormalizer normalizer({});
    for (const auto& event : batch.events) {
        const auto address = normalizer.normalize(event.recipient);
        const auto* value = std::get_if<std::string>(&address);
        if (value == nullptr) continue;
        const auto written =
            email::write(event, *value, [](std::string_view) { return std::string(26, 'h'); });
        const auto document = nlohmann::json::parse(written.json);
        require(document["id"].get<std::string>().size() <= 200);
        require(!holdsNul(document));
        require(std::get<std::string>(normalizer.normalize(*value)) == *value);
        require(value->size() <= 512);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = kith::test::textOf(data, size);
    (void)email::parseConfirmationUrl(text, "arn:aws:sns:us-west-2:123456789012:T");
    (void)email::parseCertificateUrl(text, "arn:aws:sns:us-east-1:123456789012:topic");
    const auto document = email::parseDocument(text);
    if (!document) return 0;

    email::Batch batch;
    email::readSes(*document, {}, batch);
    email::readSendGrid(*document, {}, batch);
    if (document->is_array()) {
        for (const auto& each : *document) email::readSendGrid(each, {}, batch);
    }
    if (const auto envelope = email::readSnsEnvelope(*document);
        const auto* sns = std::get_if<email::SnsEnvelope>(&envelope)) {
        (void)email::signedText(*sns);
    }
    writeAll(batch);
    return 0;
}
