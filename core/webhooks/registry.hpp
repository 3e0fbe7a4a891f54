// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/poster.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/storage/webhook_store.hpp"

namespace kith::webhooks {

struct NewWebhook {
    std::string url = {};
    storage::EventKinds kinds = {};
    std::string secret = {};  ///< Empty: one is made.
    /// What makes the same call again give the same webhook; holds a secret of the caller's. Empty: nothing.
    std::string seed = {};
};

/// The webhooks, as administrators make and change them. Thread-safe.
class Registry {
public:
    static constexpr std::size_t kMost = 100;

    /// `changed` is called after each change. What the workplace refers to and the rest outlive this.
    Registry(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline, http::PosterSettings post,
             std::function<void()> changed);

    /// Throws Error{InvalidInput} for a URL that nothing is sent to or a secret that is none, pointing at its
    /// member; Error{Conflict} if there are kMost already; Error{IdReused} if the seed made another one.
    [[nodiscard]] storage::Webhook create(const NewWebhook& wanted);
    [[nodiscard]] std::vector<storage::Webhook> list() const;
    // Each throws Error{NotFound} if there is none of that id.
    [[nodiscard]] storage::Webhook find(std::string_view id) const;
    [[nodiscard]] storage::Webhook setActive(std::string_view id, bool active);
    void remove(std::string_view id);
    /// What it refused last, to be sent again not before now; nothing if it does not fail, or is paused.
    [[nodiscard]] std::optional<storage::WebhookFailure> failure(const storage::Webhook& webhook) const;
    [[nodiscard]] std::vector<storage::Delivery> deadLetters(std::string_view id, std::int64_t after,
                                                             std::size_t most) const;
    /// How many are sent again.
    [[nodiscard]] std::int64_t replay(std::string_view id);

private:
    template <class Work>
    auto write(Work work);
    void requireMakeable(const NewWebhook& wanted) const;

    pipeline::Workplace at_;
    pipeline::Pipeline& pipeline_;
    http::PosterSettings post_;
    std::function<void()> changed_;
};

}  // namespace kith::webhooks
