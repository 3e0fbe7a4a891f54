// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "tests/api/api_server.hpp"

namespace kith::test {

/// A person who works with kith, and a browser that they signed in with.
struct SignedIn {
    std::string id;
    std::string email;
    std::string name;
    std::string password = "correct horse battery";
    std::string cookie;
    std::string csrf;
    std::string session;
};

inline std::string cookieOf(const ApiAnswer& answer) {
    const auto set = answer.header("Set-Cookie");
    return set.substr(0, set.find(';'));
}

inline ApiAnswer signInAs(ApiServer& api, const std::string& email, const std::string& password) {
    return api.call({.method = "POST",
                     .path = "/v1/sessions",
                     .body = Json{{"email", email}, {"password", password}}.dump()});
}

/// Signs in once more.
inline SignedIn signedInAgain(ApiServer& api, SignedIn person) {
    const auto answer = signInAs(api, person.email, person.password);
    REQUIRE(answer.status == 201);
    person.cookie = cookieOf(answer);
    person.csrf = answer.body["csrf_token"];
    person.session = answer.body["id"];
    return person;
}

/// Somebody new of that role.
inline SignedIn signedIn(ApiServer& api, const std::string& role) {
    SignedIn person;
    person.name = fresh("Ann ");
    person.email = fresh("ann") + "@example.org";
    const Json body{
        {"email", person.email}, {"name", person.name}, {"role", role}, {"password", person.password}};
    const auto made =
        api.call({.method = "POST", .path = "/v1/users", .key = api.admin, .body = body.dump()});
    REQUIRE(made.status == 201);
    person.id = made.body["id"];
    return signedInAgain(api, std::move(person));
}

/// The call as the person's browser makes it on a page of kith.
inline ApiAnswer callAs(ApiServer& api, const SignedIn& person, Call call) {
    call.headers.emplace_back("Cookie", person.cookie);
    call.headers.emplace_back("Kith-CSRF", person.csrf);
    return api.call(call);
}

inline ApiAnswer getAs(ApiServer& api, const SignedIn& person, const std::string& path) {
    return api.call({.path = path, .headers = {{"Cookie", person.cookie}}});
}

inline ApiAnswer postAs(ApiServer& api, const SignedIn& person, const std::string& path, const Json& body) {
    return callAs(api, person, {.method = "POST", .path = path, .body = body.dump()});
}

}  // namespace kith::test
