// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk.hpp>

#include "config.hpp"
#include "embedded.hpp"
#include "number.hpp"

namespace {

namespace sdk = kith::sdk;

class Phone final : public sdk::Plugin {
public:
    explicit Phone(const sdk::Host& host) : numbers_(kith::phone::readConfig(host.options())) {}

    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t) const override {
        return &numbers_;
    }

private:
    kith::phone::NumberSource numbers_;
};

constexpr kith_identifier_type kTypes[] = {
    sdk::IdentifierType{.name = "phone",
                        .identifierClass = sdk::IdentifierClass::Linking,
                        .limit = 5,
                        .matchingOrder = 200,
                        .normalizerVersion = 1}};

constexpr sdk::Declaration kDeclaration{
    .id = "phone", .version = "1.0.0", .identifierTypes = kTypes, .optionsSchema = embedded::kOptionsJson};

}  // namespace

KITH_EXPORT_PLUGIN(Phone, kDeclaration);
