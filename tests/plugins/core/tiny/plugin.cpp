// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <string>

#include <kith/sdk.hpp>

namespace {

namespace sdk = kith::sdk;

/// The smallest plugin that brings something: badge numbers, without case.
class Tiny final : public sdk::Plugin, public sdk::IdentifierSource {
public:
    explicit Tiny(const sdk::Host& /*host*/) {}

    [[nodiscard]] const sdk::IdentifierSource* identifierSource(std::size_t /*type*/) const override {
        return this;
    }

    [[nodiscard]] sdk::Outcome<std::string> normalize(std::string_view given) const override {
        std::string value;
        for (const char c : given) {
            if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
                return sdk::Rejection{"not_a_badge", "A badge has letters and digits only."};
            }
            value += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        if (value.empty()) return sdk::Rejection{"not_a_badge", "A badge has at least one character."};
        return value;
    }
};

constexpr kith_identifier_type kTypes[] = {sdk::IdentifierType{.name = "badge",
                                                               .limit = 2,
                                                               .matchingOrder = 800,
                                                               .normalizerVersion = 2,
                                                               .blockedValues = sdk::names<"X0", "none*">()}};
constexpr sdk::Declaration kDeclaration{.id = "tiny", .version = "1.2.3", .identifierTypes = kTypes};

}  // namespace

KITH_EXPORT_PLUGIN(Tiny, kDeclaration);
