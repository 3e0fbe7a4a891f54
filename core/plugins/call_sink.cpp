// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/call_sink.hpp"

#include <utility>

#include "core/plugins/abi.hpp"

namespace kith::plugins {
namespace {

/// How many bytes the code point at the start of `text` has, 0 if it is malformed.
std::size_t codePointSize(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
    };
    const auto continues = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
    const unsigned char first = at(0);
    if (first < 0x80) return first == 0 ? 0 : 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return continues(1) ? 2 : 0;
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && at(1) < 0xA0;
        const bool surrogate = first == 0xED && at(1) >= 0xA0;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first > 0xF4) return 0;
    const bool overlong = first == 0xF0 && at(1) < 0x90;
    const bool tooLarge = first == 0xF4 && at(1) >= 0x90;
    return continues(1) && continues(2) && continues(3) && !overlong && !tooLarge ? 4 : 0;
}

/// What a plugin says to people, fit to be shown: cut between code points, and nothing that is not text.
std::string presentable(std::string_view text) {
    std::string out;
    while (!text.empty() && out.size() + 4 <= CallSink::kMaxDetailBytes) {
        const auto size = codePointSize(text);
        out += size == 0 ? std::string_view("?") : text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return out;
}

}  // namespace

bool isCleanUtf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto size = codePointSize(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

CallSink::CallSink(std::size_t outputs)
    : abi_{sizeof(kith_sink), 0, this, &onText, &onValue, &onReject}, texts_(outputs) {}

template <class Work>
void CallSink::keep(Work&& work) noexcept {
    try {
        std::forward<Work>(work)();
    } catch (...) {
        broken_ = true;
    }
}

void CallSink::onText(void* self, std::uint32_t index, kith_str part) noexcept {
    auto& sink = *static_cast<CallSink*>(self);
    sink.keep([&] { sink.addText(index, view(part)); });
}

void CallSink::onValue(void* self, const kith_value* value) noexcept {
    auto& sink = *static_cast<CallSink*>(self);
    sink.keep([&] { sink.setValue(*value); });
}

void CallSink::onReject(void* self, kith_str pointer, kith_str code, kith_str detail) noexcept {
    auto& sink = *static_cast<CallSink*>(self);
    sink.keep([&] {
        if (sink.violations_.size() >= kMaxViolations) return;
        sink.violations_.push_back(
            {presentable(view(pointer)), presentable(view(code)), presentable(view(detail))});
    });
}

void CallSink::addText(std::uint32_t index, std::string_view part) {
    bytes_ += part.size();
    if (index >= texts_.size() || bytes_ > kMaxBytes) {
        broken_ = true;
        return;
    }
    texts_[index].append(part);
}

void CallSink::setValue(const kith_value& value) {
    if (value_ || value.text.size > kMaxBytes) {
        broken_ = true;
        return;
    }
    valueText_ = view(value.text);
    value_ = value;
    value_->text = raw(valueText_);
}

}  // namespace kith::plugins
