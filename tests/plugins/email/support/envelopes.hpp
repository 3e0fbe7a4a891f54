// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "keys.hpp"

namespace kith::test {

inline constexpr std::int64_t kNow = 1'700'000'000'000;  ///< 2023-11-14T22:13:20Z
inline const std::string kTopic = "arn:aws:sns:us-west-2:123456789012:SES-EJ-B";
inline const std::string kCertificateUrl =
    "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-b95095beb82e8f6a046b3aafc7f4149a.pem";

/// What Amazon SNS posts, unsigned: a notification with this message, sent at kNow.
[[nodiscard]] nlohmann::json notificationEnvelope(const std::string& message);
[[nodiscard]] nlohmann::json confirmationEnvelope(const std::string& type);

/// Puts the signature in, over the members as they are. The text to sign is written out here from Amazon's
/// documentation, apart from the code under test.
void signEnvelope(nlohmann::json& envelope, const SigningKey& key, const std::string& version = "1");

}  // namespace kith::test
