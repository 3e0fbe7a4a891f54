// SPDX-License-Identifier: Apache-2.0
#include "fake_host.hpp"

#include <algorithm>

namespace kith::test {
namespace {

using nlohmann::json;
using sdk::view;

void text(const kith_sink* out, std::uint32_t index, std::string_view value) {
    out->text(out->self, index, sdk::raw(value));
}

kith_str nothing(const void*, kith_str) {
    return {};
}

kith_str header(const void* self, kith_str name) {
    const auto& headers = static_cast<const FakeRequest*>(self)->headers;
    std::string lower(view(name));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    const auto found = headers.find(lower);
    return found == headers.end() ? kith_str{} : sdk::raw(found->second);
}

}  // namespace

FakeHost::FakeHost(const json& options)
    : options_(options.dump()),
      host_{sizeof(kith_host),
            KITH_ABI_MAJOR,
            KITH_ABI_MINOR,
            this,
            sdk::raw(options_),
            sdk::raw("http://127.0.0.1"),
            sdk::raw("http://127.0.0.1/channels/email"),
            &extension,
            &nowMs,
            &log,
            &metric,
            &observe,
            &noSession,
            &noSession,
            &sign,
            &verify,
            &keyedHash,
            &httpGet,
            &hasCategory,
            &normalize} {}

const void* FakeHost::extension(void*, kith_str id) {
    static const sdk::SociExtension soci{
        sizeof(sdk::SociExtension), 0,
        [](kith_session* session) -> soci::session& { return *reinterpret_cast<soci::session*>(session); }};
    return view(id) == view(sdk::kSociSession) ? &soci : nullptr;
}

void FakeHost::metric(void* self, kith_metric_kind, kith_str name, const kith_label* labels, uint32_t count,
                      double value) {
    std::string key(view(name));
    for (uint32_t i = 0; i < count; ++i) {
        key.append(i == 0 ? "{" : ",").append(view(labels[i].value.text));
    }
    of(self).counts[key + (count == 0 ? "" : "}")] += value;
}

json FakeHost::resultOf(const json& document) {
    const auto id = document.value("id", "");
    if (const auto rejected = rejections.find(id); rejected != rejections.end()) {
        const int status = rejected->second == "storage" ? 503 : 400;
        return {{"result", "rejected"}, {"problem", {{"code", rejected->second}, {"status", status}}}};
    }
    const auto* accepted = nobodys.contains(id) ? "recorded" : "created";
    return {{"result", seen_.insert(id).second ? accepted : "duplicate"}};
}

kith_status FakeHost::observe(void* self, const kith_request*, const kith_observation* items, uint32_t count,
                              const kith_sink* out) {
    auto& host = of(self);
    if (host.observeStatus != KITH_OK) return host.observeStatus;
    for (uint32_t i = 0; i < count; ++i) {
        const auto document = json::parse(view(items[i].json));
        const auto result = host.resultOf(document);
        if (result["result"] == "created") {
            host.observed.push_back({document, std::string(view(items[i].payload)),
                                     static_cast<sdk::Evidence>(items[i].evidence)});
        }
        text(out, i, result.dump());
    }
    return KITH_OK;
}

kith_status FakeHost::keyedHash(void*, kith_str purpose, kith_str bytes, const kith_sink* out) {
    auto hash =
        std::to_string(std::hash<std::string>{}(std::string(view(purpose)) + "/" + std::string(view(bytes))));
    hash.resize(26, '0');
    text(out, 0, hash);
    return KITH_OK;
}

kith_status FakeHost::httpGet(void* self, const kith_http_get* get, int32_t* status, const kith_sink* out) {
    auto& host = of(self);
    const std::string url(view(get->url));
    const auto start = std::string("https://").size();
    const auto hostName = url.substr(start, url.find('/', start) - start);
    const bool allowed = std::any_of(get->hosts, get->hosts + get->host_count,
                                     [&](const kith_str& each) { return view(each) == hostName; });
    if (!allowed) return KITH_FORBIDDEN;
    host.fetched.push_back(url);
    const auto page = host.pages.find(url);
    if (page == host.pages.end()) return KITH_UNAVAILABLE;
    *status = page->second.first;
    text(out, 0, page->second.second);
    return KITH_OK;
}

LoadedPlugin::LoadedPlugin(FakeHost& host) {
    sdk::detail::Collector out;
    out.check(kith_plugin.functions->create(host.raw(), &instance_, out.sink()));
}

LoadedPlugin::~LoadedPlugin() {
    kith_plugin.functions->stop(instance_);
    kith_plugin.functions->destroy(instance_);
}

Answer LoadedPlugin::handle(std::uint32_t route, const FakeRequest& request) const {
    Answer answer;
    const kith_request raw{sizeof(kith_request),
                           static_cast<kith_right>(request.right),
                           &request,
                           sdk::raw("POST"),
                           sdk::raw(request.body),
                           sdk::raw("127.0.0.1"),
                           0,
                           &nothing,
                           &nothing,
                           &header};
    const kith_response response{
        sizeof(kith_response),
        0,
        &answer,
        [](void* self, int32_t status) { static_cast<Answer*>(self)->status = status; },
        [](void* self, kith_str name, kith_str value) {
            static_cast<Answer*>(self)->headers[std::string(view(name))] = view(value);
        },
        [](void* self, kith_str part) { static_cast<Answer*>(self)->body.append(view(part)); }};
    sdk::detail::Collector out;
    answer.failure = kith_plugin.functions->handle(instance_, route, &raw, &response, out.sink());
    try {
        out.check(answer.failure);
    } catch (const sdk::Failure& failure) {
        if (!failure.violations().empty()) answer.code = failure.violations().front().code;
    }
    return answer;
}

}  // namespace kith::test
