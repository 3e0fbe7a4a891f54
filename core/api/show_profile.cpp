// SPDX-License-Identifier: Apache-2.0
#include "core/api/show_profile.hpp"

#include "core/api/person.hpp"
#include "core/api/removed_profile.hpp"
#include "core/http/conditional.hpp"

namespace kith::api {

http::Response showProfile(const Services& services, const storage::ProfileRef& ref, int status,
                           const Beside& beside) {
    const auto now = services.clock.now();
    return readOf(services, ref, [&](storage::Session& session) {
        const auto profile = storage::readProfile(
            session, ref, now, beside.provenance ? storage::Provenance::Read : storage::Provenance::Omitted);
        const auto panels = readPanels(services.plugins.registry(), session, profile);
        auto response = http::Response::renderedJson(
            status, profileJson(profile, panels, services.catalogue, now, beside));
        response.headers.set("ETag", http::versionTag(profile.version));
        return response;
    });
}

}  // namespace kith::api
