// SPDX-License-Identifier: Apache-2.0
#include "tests/process/receipts.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace kith::test {

nlohmann::json receiptOf(ApiClient& client, const std::string& id) {
    constexpr std::chrono::milliseconds kBetween{20};
    const auto deadline = std::chrono::steady_clock::now() + Process::kPatience;
    for (;;) {
        const auto answer = client.get("/v1/erasures/" + id);
        if (answer.status != 200) throw std::runtime_error("no receipt: " + answer.body);
        auto receipt = nlohmann::json::parse(answer.body);
        if (!receipt.at("finished_at").is_null()) return receipt;
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the erasure does not end: " + answer.body);
        std::this_thread::sleep_for(kBetween);
    }
}

}  // namespace kith::test
