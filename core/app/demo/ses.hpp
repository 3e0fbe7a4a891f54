// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/app/demo/diary.hpp"

namespace kith::app::demo {

/// One message to one address, told as Amazon SES tells it.
class SesMessage {
public:
    /// `messageId` is Amazon's, `mailing` the id of what was sent.
    SesMessage(Diary& diary, Time sent, const std::string& messageId, const std::string& mailing,
               const std::string& subject);

    void reject() { tell(sent_, "Reject", "reject", {{"reason", "Bad content"}}); }
    void send() { tell(sent_, "Send", "send", Json::object()); }
    void deliver(Time at);
    void delay(Time at);
    /// Amazon's word for a reply that may be a machine's.
    void bounceUnclear(Time at);
    void bounceFull(Time at);
    void bounceDead(Time at);
    void open(Time at, const std::string& browser);
    void click(Time at, const std::string& browser);
    void complain(Time at);
    void unsubscribe(Time at);

    [[nodiscard]] const std::string& id() const noexcept { return id_; }

private:
    void tell(Time at, const char* type, const char* member, Json part);
    void bounce(Time at, const char* type, const char* subType, Json recipient);

    Diary& diary_;
    Time sent_;
    std::string id_;
    Json mail_;
};

}  // namespace kith::app::demo
