// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <new>
#include <string>
#include <vector>

#include "failure.hpp"

namespace kith::sdk::detail {

/// The sink that a plugin passes to the server's functions, and what it got.
class Collector {
public:
    Collector() noexcept : sink_{sizeof(kith_sink), 0, this, &addText, &ignoreValue, &addRejection} {}
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    [[nodiscard]] const kith_sink* sink() const noexcept { return &sink_; }

    /// Throws what the server refused, if it did.
    void check(kith_status status) {
        if (outOfMemory_) throw std::bad_alloc();
        if (status != KITH_OK) throw Failure(static_cast<Status>(status), std::move(violations_));
    }

    [[nodiscard]] std::string takeText() {
        return texts_.empty() ? std::string{} : std::move(texts_.front());
    }
    [[nodiscard]] std::vector<std::string> takeTexts(std::size_t count) {
        texts_.resize(count);
        return std::move(texts_);
    }

private:
    static void addText(void* self, std::uint32_t index, kith_str part) noexcept {
        static_cast<Collector*>(self)->keep([&](Collector& to) {
            if (to.texts_.size() <= index) to.texts_.resize(index + std::size_t{1});
            to.texts_[index].append(view(part));
        });
    }
    static void ignoreValue(void*, const kith_value*) noexcept {}
    static void addRejection(void* self, kith_str pointer, kith_str code, kith_str text) noexcept {
        static_cast<Collector*>(self)->keep([&](Collector& to) {
            to.violations_.push_back(
                {std::string(view(pointer)), std::string(view(code)), std::string(view(text))});
        });
    }

    template <class Work>
    void keep(Work&& work) noexcept {
        try {
            std::forward<Work>(work)(*this);
        } catch (...) {
            outOfMemory_ = true;
        }
    }

    kith_sink sink_;
    std::vector<std::string> texts_;
    std::vector<Violation> violations_;
    bool outOfMemory_ = false;
};

}  // namespace kith::sdk::detail
