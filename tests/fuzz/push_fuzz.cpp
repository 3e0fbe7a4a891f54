// SPDX-License-Identifier: Apache-2.0
// Registrations and receipts, as any app may post them with a public key.
#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>

#include "plugins/push/identifier.hpp"
#include "plugins/push/receipt.hpp"
#include "plugins/push/registration.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using kith::test::require;
using nlohmann::json;

/// Calls what reads a body; the only way out is to refuse it.
template <class Read>
void reads(Read&& read) {
    try {
        read();
    } catch (const kith::sdk::Failure& failure) {
        require(failure.status() == kith::sdk::Status::InvalidInput && !failure.violations().empty());
    }
}

void check(const kith::push::Registration& registration) {
    require(!registration.observation["identifiers"].empty());
    (void)registration.observation.dump();
    (void)registration.device.dump();
}

void checkReceipts(const json& body) {
    using kith::sdk::Evidence;
    const auto receipts = kith::push::receiptsOf(body);
    require(receipts.size() <= 500);
    for (const auto& receipt : receipts) {
        for (const auto evidence : {Evidence::Claimed, Evidence::Attested}) {
            reads([&] {
                const auto observation = kith::push::observationOf(receipt, evidence, {"410"});
                require(observation["id"].get<std::string>().size() <= 200);
                (void)observation.dump();
            });
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = kith::test::textOf(data, size);
    reads([&] {
        const auto body = kith::push::parseBody(text);
        for (const bool attested : {false, true}) {
            reads([&] { check(kith::push::readToken(body, attested)); });
            reads([&] { check(kith::push::readSubscription(body, attested)); });
        }
        for (const char* type : {"push_token", "web_push"})
            reads([&] { check(kith::push::readDrop(body, type)); });
        reads([&] { checkReceipts(body); });
    });
    (void)kith::push::WebPushSource().normalize(text);
    (void)kith::push::OpaqueSource(22).normalize(text);
    return 0;
}
