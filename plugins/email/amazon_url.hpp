// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::email {

/// A URL of Amazon SNS: https, the host exactly `sns.<region>.amazonaws.com` or `.amazonaws.com.cn`, no user,
/// no port, no fragment.
struct AmazonUrl {
    std::string text;
    std::string host;
    std::string region;
    std::string path;   ///< With its leading slash.
    std::string query;  ///< Without the question mark; empty if there is none.
};

[[nodiscard]] std::optional<AmazonUrl> parseAmazonUrl(std::string_view url);

/// Where the signing certificate of a topic may be: one file in the topic's region, with the ending .pem and
/// no query.
[[nodiscard]] std::optional<AmazonUrl> parseCertificateUrl(std::string_view url, std::string_view topicArn);

/// Where a subscription of exactly this topic is confirmed.
[[nodiscard]] std::optional<AmazonUrl> parseConfirmationUrl(std::string_view url, std::string_view topicArn);

}  // namespace kith::email
