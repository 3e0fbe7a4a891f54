// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/add_page.hpp"

#include <utility>

#include "core/api/pages/form.hpp"

namespace kith::api {

void addPage(http::Router& router, const std::string& path, const Services& services, ServiceHandler get,
             ServiceHandler post) {
    auto shown = route(http::Method::Get, path, http::Access::None, services, get);
    shown.isLimited = true;
    router.add(std::move(shown));
    auto sent = route(http::Method::Post, path, http::Access::None, services, post);
    sent.isLimited = true;
    sent.bodyLimit = kMaxForm;
    sent.mediaTypes = formTypes();
    router.add(std::move(sent));
}

}  // namespace kith::api
