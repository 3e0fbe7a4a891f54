// SPDX-License-Identifier: Apache-2.0
#include "envelopes.hpp"

#include <vector>

namespace kith::test {

using nlohmann::json;

json notificationEnvelope(const std::string& message) {
    return {{"Type", "Notification"},
            {"MessageId", "02f86d9b-eecf-573d-b47d-3d1850750c30"},
            {"TopicArn", kTopic},
            {"Message", message},
            {"Timestamp", "2023-11-14T22:13:20.000Z"},
            {"SigningCertURL", kCertificateUrl},
            {"UnsubscribeURL", "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe"}};
}

json confirmationEnvelope(const std::string& type) {
    auto envelope = notificationEnvelope(
        "You have chosen to subscribe to the topic.\nTo confirm, visit the SubscribeURL.");
    envelope["Type"] = type;
    envelope["Token"] = "2336412f37fb687f5d51e6e241d09c80";
    envelope["SubscribeURL"] =
        "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + kTopic +
        "&Token=2336412f37fb687f5d51e6e241d09c80";
    envelope.erase("UnsubscribeURL");
    return envelope;
}

void signEnvelope(json& envelope, const SigningKey& key, const std::string& version) {
    const std::vector<std::string> names =
        envelope["Type"] == "Notification"
            ? std::vector<std::string>{"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}
            : std::vector<std::string>{"Message", "MessageId", "SubscribeURL", "Timestamp",
                                       "Token",   "TopicArn",  "Type"};
    std::string text;
    for (const auto& name : names) {
        if (envelope.contains(name)) text += name + "\n" + envelope[name].get<std::string>() + "\n";
    }
    envelope["SignatureVersion"] = version;
    envelope["Signature"] = key.sign(version == "1" ? email::Digest::Sha1 : email::Digest::Sha256, text);
}

}  // namespace kith::test
