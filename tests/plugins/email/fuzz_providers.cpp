// SPDX-License-Identifier: Apache-2.0
// What providers post, as anybody may post it: whatever the bytes, the parsers answer, and what they make of
// them is an observation whose text is clean.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "plugins/email/address.hpp"
#include "plugins/email/amazon_url.hpp"
#include "plugins/email/json.hpp"
#include "plugins/email/sendgrid.hpp"
#include "plugins/email/ses.hpp"
#include "plugins/email/sns.hpp"

namespace {

namespace email = kith::email;

void check(bool holds) {
    if (!holds) std::abort();
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
        check(document["id"].get<std::string>().size() <= 200);
        check(written.json.find("\\u0000") == std::string::npos);
        check(std::get<std::string>(normalizer.normalize(*value)) == *value);
        check(value->size() <= 512);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)email::parseConfirmationUrl(text, "arn:aws:sns:us-west-2:123456789012:T");
    (void)email::parseCertificateUrl(text);
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
