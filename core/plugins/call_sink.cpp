// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/call_sink.hpp"

#include <utility>

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"

namespace kith::plugins {
namespace {

/// What a plugin says to people, fit to be shown: cut between code points, and nothing that is not text.
std::string presentable(std::string_view text) {
    std::string out;
    while (!text.empty() && out.size() + 4 <= CallSink::kMaxDetailBytes) {
        const auto size = text.front() == '\0' ? 0 : base::codePointSize(text);
        out += size == 0 ? std::string_view("?") : text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return out;
}

}  // namespace

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
