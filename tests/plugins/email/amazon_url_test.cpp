// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/amazon_url.hpp"

#include <catch2/catch.hpp>

using kith::email::parseAmazonUrl;
using kith::email::parseCertificateUrl;
using kith::email::parseConfirmationUrl;

TEST_CASE("a URL that is not exactly at Amazon SNS is refused", "[email]") {
    const auto url = GENERATE(
        as<std::string>{}, "", "https://", "https:///a.pem", "sns.us-east-1.amazonaws.com/a.pem",
        "http://sns.us-east-1.amazonaws.com/a.pem", "HTTPS://sns.us-east-1.amazonaws.com/a.pem",
        "ftp://sns.us-east-1.amazonaws.com/a.pem", "https:/sns.us-east-1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com.evil.test/a.pem",
        "https://sns.us-east-1.amazonaws.com@evil.test/a.pem",
        "https://sns.us-east-1.amazonaws.com:443@evil.test/a.pem",
        "https://evil@sns.us-east-1.amazonaws.com/a.pem", "https://sns.us-east-1.amazonaws.com:443/a.pem",
        "https://sns.us-east-1.amazonaws.com:8443/a.pem", "https://sns.us-east-1.amazonaws.com./a.pem",
        "https://sns.us-east-1.amazonaws.com\\@evil.test/a.pem",
        "https://sns.us-east-1.amazonaws.com#@evil.test/a.pem",
        "https://sns.us-east-1.amazonaws.com?@evil.test/a.pem",
        "https://evil.test/sns.us-east-1.amazonaws.com/a.pem",
        "https://evil.test?https://sns.us-east-1.amazonaws.com/a.pem",
        "https://sns.evil.us-east-1.amazonaws.com/a.pem", "https://evilsns.us-east-1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com.cn.evil.test/a.pem", "https://sns.us-east-1.amazonaws.org/a.pem",
        "https://sns.us-east-1.evilamazonaws.com/a.pem", "https://sns.us-east-1-amazonaws.com/a.pem",
        "https://sns.s3.amazonaws.com/a.pem", "https://sns.s3-us-west-2.amazonaws.com/a.pem",
        "https://sns.s3-website-us-east-1.amazonaws.com/a.pem", "https://sns..amazonaws.com/a.pem",
        "https://sns.amazonaws.com/a.pem", "https://s3.us-east-1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com", "https://SNS.us-east-1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com/a.pem\r\nHost: evil.test",
        "https://sns.us-east-1.amazonaws.com/a.pem ", " https://sns.us-east-1.amazonaws.com/a.pem",
        "https://sns.us--1.amazonaws.com/a.pem", "https://sns.us-east-111.amazonaws.com/a.pem",
        "https://sns.us-east-x1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com\xEF\xBC\x8F"
        "evil.test/a.pem");
    CHECK_FALSE(parseAmazonUrl(url));
    CHECK_FALSE(parseCertificateUrl(url));
}

TEST_CASE("a URL that is longer than any of Amazon's is refused", "[email]") {
    CHECK_FALSE(parseAmazonUrl("https://sns.us-east-1.amazonaws.com/" + std::string(3000, 'a') + ".pem"));
}

TEST_CASE("the hosts of every region of Amazon SNS are known", "[email]") {
    const auto host =
        GENERATE(as<std::string>{}, "sns.us-east-1.amazonaws.com", "sns.ap-southeast-5.amazonaws.com",
                 "sns.us-gov-west-1.amazonaws.com", "sns.cn-north-1.amazonaws.com.cn",
                 "sns.mx-central-1.amazonaws.com", "sns.eu-central-12.amazonaws.com");
    const auto url =
        parseCertificateUrl("https://" + host + "/SimpleNotificationService-0123456789abcdef.pem");
    REQUIRE(url);
    CHECK(url->host == host);
    CHECK(url->path == "/SimpleNotificationService-0123456789abcdef.pem");
}

TEST_CASE("a signing certificate is one file with the ending pem", "[email]") {
    const auto rest = GENERATE(as<std::string>{}, "", ".pem", "a.pem.exe", "a.pe", "a/b.pem", "../a.pem",
                               "a.b.pem", "a.pem?x=1", "a.pem?", "?a.pem", "a%2Fb.pem", "a.pem/", "a.pem#b");
    CHECK_FALSE(parseCertificateUrl("https://sns.us-east-1.amazonaws.com/" + rest));
}

TEST_CASE("a subscription is confirmed for exactly the topic named", "[email]") {
    const std::string topic = "arn:aws:sns:us-west-2:123456789012:MyTopic";
    const std::string base = "https://sns.us-west-2.amazonaws.com/";
    const auto rest = GENERATE_COPY(
        as<std::string>{}, "", "?", "?Action=ConfirmSubscription", "?Action=ConfirmSubscription&Token=t",
        "?Action=ConfirmSubscription&TopicArn=" + topic, "?Action=Publish&Token=t&TopicArn=" + topic,
        "?Action=ConfirmSubscription&Action=Publish&Token=t&TopicArn=" + topic,
        "?Action=ConfirmSubscription&Token=t&TopicArn=" + topic + "2",
        "?Action=ConfirmSubscription&Token=t&TopicArn=" + topic +
            "&TopicArn=arn:aws:sns:us-west-2:210987654321:Other",
        "?Action=ConfirmSubscription&Token=t&TopicArn=" + topic + "&%41ction=Publish",
        "x?Action=ConfirmSubscription&Token=t&TopicArn=" + topic,
        "?action=ConfirmSubscription&Token=t&TopicArn=" + topic);
    CHECK_FALSE(parseConfirmationUrl(base + rest, topic));

    CHECK(parseConfirmationUrl(base + "?Action=ConfirmSubscription&TopicArn=" + topic + "&Token=2336412f37",
                               topic));
    CHECK(parseConfirmationUrl(
        base + "?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aus-west-2%3A123456789012%3AMyTopic"
               "&Token=2336412f37",
        topic));
    CHECK_FALSE(parseConfirmationUrl(
        "https://evil.test/?Action=ConfirmSubscription&TopicArn=" + topic + "&Token=2", topic));
}
