// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace kith::test {

/// A self-signed certificate for `localhost` and its key, in a temporary folder of their own.
class Certificate {
public:
    Certificate();
    ~Certificate();
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    [[nodiscard]] std::string certificateFile() const { return (folder_ / "certificate.pem").string(); }
    [[nodiscard]] std::string keyFile() const { return (folder_ / "key.pem").string(); }

private:
    std::filesystem::path folder_;
};

}  // namespace kith::test
