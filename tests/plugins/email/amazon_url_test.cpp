// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/amazon_url.hpp"

#include <catch2/catch.hpp>

using kith::email::parseAmazonUrl;
using kith::email::parseCertificateUrl;
using kith::email::parseConfirmationUrl;

namespace {
constexpr const char* kTopic = "arn:aws:sns:us-east-1:123456789012:MyTopic";
}

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
    CHECK_FALSE(parseCertificateUrl(url, kTopic));
}

TEST_CASE("a URL that is longer than any of Amazon's is refused", "[email]") {
    CHECK_FALSE(parseAmazonUrl("https://sns.us-east-1.amazonaws.com/" + std::string(3000, 'a') + ".pem"));
}

TEST_CASE("the hosts of every region of Amazon SNS are known, each for its own topics", "[email]") {
    const auto [partition, region, domain] = GENERATE(
        table<std::string, std::string, std::string>({{"aws", "us-east-1", "amazonaws.com"},
                                                      {"aws", "ap-southeast-5", "amazonaws.com"},
                                                      {"aws-us-gov", "us-gov-west-1", "amazonaws.com"},
                                                      {"aws-cn", "cn-north-1", "amazonaws.com.cn"},
                                                      {"aws", "mx-central-1", "amazonaws.com"},
                                                      {"aws", "eu-central-12", "amazonaws.com"}}));
    const auto host = "sns." + region + "." + domain;
    const auto text = "https://" + host + "/SimpleNotificationService-0123456789abcdef.pem";
    const auto url = parseCertificateUrl(text, "arn:" + partition + ":sns:" + region + ":123456789012:Topic");
    REQUIRE(url);
    CHECK(url->host == host);
    CHECK(url->region == region);
    CHECK(url->path == "/SimpleNotificationService-0123456789abcdef.pem");
    CHECK_FALSE(parseCertificateUrl(text, "arn:" + partition + ":sns:eu-west-3:123456789012:" + region));
}

TEST_CASE("a certificate of no topic, or of one without a region, is nowhere", "[email]") {
    const auto topic =
        GENERATE(as<std::string>{}, "", "us-east-1", "arn:aws:sns",
                 "arn:aws:sns:", "arn:aws:sns::123456789012:us-east-1",
                 "arn:aws:sns:us-east-11:123456789012:T", "arn:aws:sns:us-east:123456789012:T");
    CHECK_FALSE(parseCertificateUrl("https://sns.us-east-1.amazonaws.com/a.pem", topic));
}

TEST_CASE("a signing certificate is one file with the ending pem", "[email]") {
    const auto rest = GENERATE(as<std::string>{}, "", ".pem", "a.pem.exe", "a.pe", "a/b.pem", "../a.pem",
                               "a.b.pem", "a.pem?x=1", "a.pem?", "?a.pem", "a%2Fb.pem", "a.pem/", "a.pem#b");
    CHECK_FALSE(parseCertificateUrl("https://sns.us-east-1.amazonaws.com/" + rest, kTopic));
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
