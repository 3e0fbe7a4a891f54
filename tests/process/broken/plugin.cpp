// SPDX-License-Identifier: Apache-2.0
// A plugin that can't be created.
#include <kith/sdk.hpp>

#include <stdexcept>

namespace {

namespace sdk = kith::sdk;

class Broken final : public sdk::Plugin {
public:
    explicit Broken(const sdk::Host& /*host*/) { throw std::runtime_error("a text that nobody may see"); }
};

constexpr sdk::Declaration kDeclaration{.id = "broken", .version = "1.0.0"};

}  // namespace

KITH_EXPORT_PLUGIN(Broken, kDeclaration);
