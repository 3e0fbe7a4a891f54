// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <kith/sdk.hpp>

#include "certificates.hpp"
#include "config.hpp"
#include "event.hpp"
#include "sendgrid_verifier.hpp"
#include "sns.hpp"
#include "store.hpp"

namespace kith::email {

/// The channel `email`: turns what providers post into observations. Thread-safe.
class EmailChannel final : public sdk::Channel {
public:
    enum Route : std::size_t { Ses, SendGrid };

    /// `normalizer` outlives the channel.
    EmailChannel(const sdk::Host& host, const AddressNormalizer& normalizer, Config config);

    [[nodiscard]] sdk::Response handle(std::size_t route, const sdk::Request& request) override;
    void apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) override;
    void panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
               sdk::ObjectSink out) override;
    [[nodiscard]] std::size_t erase(sdk::Session session, const sdk::Profile& person,
                                    std::size_t most) override;
    [[nodiscard]] std::string exported(sdk::Session session, const sdk::Profile& person,
                                       std::string_view cursor, sdk::ObjectSink out) override;

private:
    [[nodiscard]] sdk::Response handleSes(const sdk::Request& request);
    [[nodiscard]] sdk::Response handleEnvelope(const nlohmann::json& document, const sdk::Request& request);
    [[nodiscard]] sdk::Response handleSendGrid(const sdk::Request& request);
    void confirm(const SnsEnvelope& envelope) const;
    void readForwarded(const nlohmann::json& document, Batch& batch) const;

    /// Makes the observations of a batch and says how many became what.
    [[nodiscard]] sdk::Response record(Batch batch, std::string_view provider,
                                       const sdk::Request& request) const;
    [[nodiscard]] std::string fetch(const AmazonUrl& url) const;

    const sdk::Host& host_;
    const AddressNormalizer& normalizer_;
    Config config_;
    CertificateStore certificates_;
    SnsVerifier sns_;
    SendGridVerifier sendGrid_;
    Store store_;
};

}  // namespace kith::email
