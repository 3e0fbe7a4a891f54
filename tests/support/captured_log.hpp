// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <streambuf>
#include <string>

namespace kith::test {

/// What a log wrote, readable while others write.
class CapturedLog final : public std::streambuf {
public:
    [[nodiscard]] std::string text() const {
        const std::scoped_lock lock(mutex_);
        return text_;
    }

private:
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        const std::scoped_lock lock(mutex_);
        text_.append(bytes, static_cast<std::size_t>(count));
        return count;
    }
    int_type overflow(int_type c) override {
        const char byte = traits_type::to_char_type(c);
        xsputn(&byte, 1);
        return c;
    }

    mutable std::mutex mutex_;
    std::string text_;
};

}  // namespace kith::test
