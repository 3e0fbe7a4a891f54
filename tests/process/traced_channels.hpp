// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/process/kith_server.hpp"
#include "tests/process/traced_people.hpp"

namespace kith::test {

/// What a server is told of traced people by their channels: mail, apps and browsers that take messages, a
/// bot and a widget. So that every plugin keeps rows about them.
class TracedChannels {
public:
    /// Setting of a server whose bot is asked here.
    [[nodiscard]] static std::string bot();

    /// Makes a widget. The first key may write, the other one is public.
    TracedChannels(const KithServer& server, const std::string& key, const std::string& publicKey);

    /// Throws std::runtime_error if anything of it is not taken.
    void tell(const TracedPerson& person);

private:
    void tellOfMail(const TracedPerson& person);
    void tellOfDevices(const TracedPerson& person);
    void tellOfChat(const TracedPerson& person);
    void tellOfWidget(const TracedPerson& person);

    ApiClient client_;
    ApiClient browser_;
    ApiClient telegram_;
    int updates_ = 0;
};

}  // namespace kith::test
