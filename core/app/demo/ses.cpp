// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/ses.hpp"

namespace kith::app::demo {

SesMessage::SesMessage(Diary& diary, Time sent, const std::string& messageId, const std::string& mailing,
                       const std::string& subject)
    : diary_(diary), sent_(sent), id_(messageId) {
    mail_ = {{"timestamp", text(sent)},
             {"messageId", messageId},
             {"source", "shop@example.org"},
             {"destination", Json::array({diary.person().email})},
             {"commonHeaders", {{"subject", subject}}},
             {"tags", {{"message", Json::array({mailing})}}}};
}

void SesMessage::tell(Time at, const char* type, const char* member, Json part) {
    part["timestamp"] = text(at);
    diary_.call(at, Route::SesEvent, {{"eventType", type}, {"mail", mail_}, {member, std::move(part)}});
}

void SesMessage::bounce(Time at, const char* type, const char* subType, Json recipient) {
    recipient["emailAddress"] = diary_.person().email;
    tell(at, "Bounce", "bounce",
         {{"bounceType", type},
          {"bounceSubType", subType},
          {"feedbackId", id_ + "-bounce"},
          {"bouncedRecipients", Json::array({std::move(recipient)})}});
}

void SesMessage::deliver(Time at) {
    tell(at, "Delivery", "delivery",
         {{"recipients", Json::array({diary_.person().email})}, {"smtpResponse", "250 2.0.0 OK"}});
}

void SesMessage::delay(Time at) {
    const Json recipient{{"emailAddress", diary_.person().email},
                         {"status", "4.4.1"},
                         {"diagnosticCode", "smtp; 421 4.4.1 Unable to connect to remote host"}};
    tell(at, "DeliveryDelay", "deliveryDelay",
         {{"delayType", "TransientCommunicationFailure"}, {"delayedRecipients", Json::array({recipient})}});
}

void SesMessage::bounceUnclear(Time at) {
    bounce(at, "Transient", "General", Json::object());
}

void SesMessage::bounceFull(Time at) {
    bounce(at, "Transient", "MailboxFull",
           {{"action", "failed"},
            {"status", "4.2.2"},
            {"diagnosticCode", "smtp; 452 4.2.2 The mailbox is full"}});
}

void SesMessage::bounceDead(Time at) {
    bounce(at, "Permanent", "General",
           {{"action", "failed"}, {"status", "5.1.1"}, {"diagnosticCode", "smtp; 550 5.1.1 user unknown"}});
}

void SesMessage::open(Time at, const std::string& browser) {
    tell(at, "Open", "open", {{"ipAddress", "192.0.2.44"}, {"userAgent", browser}});
}

void SesMessage::click(Time at, const std::string& browser) {
    tell(at, "Click", "click",
         {{"ipAddress", "192.0.2.44"}, {"userAgent", browser}, {"link", "https://shop.example/sale"}});
}

void SesMessage::complain(Time at) {
    tell(at, "Complaint", "complaint",
         {{"feedbackId", id_ + "-complaint"},
          {"complaintFeedbackType", "abuse"},
          {"userAgent", "ExampleMail feedback/2.1"},
          {"complainedRecipients", Json::array({{{"emailAddress", diary_.person().email}}})}});
}

void SesMessage::unsubscribe(Time at) {
    tell(at, "Subscription", "subscription",
         {{"contactList", "newsletter"},
          {"source", "UnsubscribeHeader"},
          {"newTopicPreferences", {{"unsubscribeAll", true}, {"topicSubscriptionStatus", Json::array()}}},
          {"oldTopicPreferences", {{"unsubscribeAll", false}, {"topicSubscriptionStatus", Json::array()}}}});
}

}  // namespace kith::app::demo
