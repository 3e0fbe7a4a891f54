// SPDX-License-Identifier: Apache-2.0
#include "tests/support/webhook_receiver.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace kith::test {
namespace {

constexpr std::chrono::minutes kPatience{1};

std::string decoded(const std::string& base64) {
    std::string bytes(base64.size(), '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(base64.data()),
                                     static_cast<int>(base64.size()));
    if (size < 0) throw std::runtime_error("no base64");
    bytes.resize(static_cast<std::size_t>(size) -
                 static_cast<std::size_t>(std::count(base64.begin(), base64.end(), '=')));
    return bytes;
}

}  // namespace

WebhookReceiver::WebhookReceiver(Answer answer)
    : answer_(std::move(answer)), server_([this](http::Router& router) {
          router.add({.method = http::Method::Post,
                      .pattern = "/hook",
                      .access = http::Access::None,
                      .handler = [this](const http::Request& request) {
                          const Message message{request.headers, request.body};
                          {
                              const std::scoped_lock lock(mutex_);
                              messages_.push_back(message);
                          }
                          changed_.notify_all();
                          return answer_ ? answer_(message) : http::Response::text(200, "thanks");
                      }});
      }) {}

std::vector<Message> WebhookReceiver::waitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [&] { return messages_.size() >= count; }))
        throw std::runtime_error("too few messages came");
    return messages_;
}

std::vector<Message> WebhookReceiver::messages() {
    const std::scoped_lock lock(mutex_);
    return messages_;
}

bool isSigned(const Message& message, const std::string& secret) {
    const auto key = decoded(secret.substr(std::string_view("whsec_").size()));
    const auto text =
        message.header("webhook-id") + '.' + message.header("webhook-timestamp") + '.' + message.body;
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
    const auto signature = message.header("webhook-signature");
    return signature.starts_with("v1,") &&
           decoded(signature.substr(3)) == std::string(reinterpret_cast<const char*>(mac), size);
}

}  // namespace kith::test
