// SPDX-License-Identifier: Apache-2.0
#include "core/api/person_link.hpp"

#include <algorithm>
#include <utility>

#include "core/model/hash.hpp"

namespace kith::api {
namespace {

using plugins::Tokens;

constexpr std::string_view kConfirmation = "confirmation";
constexpr std::string_view kPreferences = "preferences";
/// The first byte of a payload: another form of it has another one.
constexpr char kForm = 1;

/// Numbers are big endian, texts have their length before them in one byte.
class Packer {
public:
    Packer() : bytes_(1, kForm) {}

    void number(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        for (unsigned shift = 64; shift > 0; shift -= 8)
            bytes_ += static_cast<char>(bits >> (shift - 8) & 0xFFU);
    }
    void text(std::string_view value) {
        bytes_ += static_cast<char>(std::min<std::size_t>(value.size(), 255));
        bytes_ += value.substr(0, 255);
    }
    void link(const PersonLink& link) {
        number(link.key.value);
        number(link.home.value);
        number(link.address.value);
    }
    template <class Bytes>
    void raw(const Bytes& bytes) {
        bytes_.append(bytes.begin(), bytes.end());
    }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// What is genuine was packed here, but perhaps by another version: whatever does not fit is nothing.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {
        good_ = take(1) == std::string_view(&kForm, 1);
    }

    std::int64_t number() {
        std::uint64_t bits = 0;
        for (const char c : take(8)) bits = bits << 8U | static_cast<unsigned char>(c);
        return static_cast<std::int64_t>(bits);
    }
    std::string text() {
        const auto size = take(1);
        return std::string(take(size.empty() ? 0 : static_cast<unsigned char>(size.front())));
    }
    PersonLink link() {
        PersonLink link;
        link.key.value = number();
        link.home.value = number();
        link.address.value = number();
        return link;
    }
    std::string_view take(std::size_t size) {
        good_ = good_ && size <= rest_.size();
        const auto taken = rest_.substr(0, good_ ? size : 0);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    [[nodiscard]] bool hasMore() const { return good_ && !rest_.empty(); }
    /// Everything was there, and nothing is left.
    [[nodiscard]] bool isDone() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

std::string payloadOf(const ConfirmationLink& link) {
    Packer packer;
    packer.link(link.of);
    packer.raw(link.nonce);
    packer.text(link.text);
    for (const auto& category : link.categories) packer.text(category);
    return packer.take();
}

}  // namespace

std::string ConfirmationLink::observationId() const {
    return "confirmation:" + model::hexOf(nonce);
}

bool fits(const ConfirmationLink& link) {
    return payloadOf(link).size() <= Tokens::kMaxPayload;
}

std::string signLink(const Tokens& tokens, const ConfirmationLink& link, base::Time expires) {
    return tokens.sign(Tokens::kCore, kConfirmation, payloadOf(link), expires);
}

std::string signLink(const Tokens& tokens, const PreferencesLink& link, base::Time expires) {
    Packer packer;
    packer.link(link.of);
    packer.text(link.category);
    return tokens.sign(Tokens::kCore, kPreferences, packer.take(), expires);
}

std::optional<OpenedLink<ConfirmationLink>> openConfirmation(const Tokens& tokens, std::string_view token) {
    const auto opened = tokens.open(Tokens::kCore, kConfirmation, token);
    if (!opened) return std::nullopt;
    Unpacker unpacker(opened->payload);
    ConfirmationLink link;
    link.of = unpacker.link();
    const auto nonce = unpacker.take(link.nonce.size());
    std::copy(nonce.begin(), nonce.end(), link.nonce.begin());
    link.text = unpacker.text();
    while (unpacker.hasMore()) link.categories.push_back(unpacker.text());
    if (!unpacker.isDone()) return std::nullopt;
    return OpenedLink<ConfirmationLink>{std::move(link), opened->expires};
}

std::optional<OpenedLink<PreferencesLink>> openPreferences(const Tokens& tokens, std::string_view token) {
    const auto opened = tokens.open(Tokens::kCore, kPreferences, token);
    if (!opened) return std::nullopt;
    Unpacker unpacker(opened->payload);
    PreferencesLink link;
    link.of = unpacker.link();
    link.category = unpacker.text();
    if (!unpacker.isDone()) return std::nullopt;
    return OpenedLink<PreferencesLink>{std::move(link), opened->expires};
}

}  // namespace kith::api
