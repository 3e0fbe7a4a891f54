// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_reference.hpp"

#include <filesystem>

#include "tests/unit/app/config_loading.hpp"

using kith::test::Loading;

TEST_CASE("a reference that can't be resolved is an error at its place", "[config]") {
    const Loading loading{
        "secrets:\n  token_key: ${env:MISSING}\n"
        "http:\n  base_url: ${file:/nonexistent/kith}\n  listen: ${here}\n"
        "  tls:\n    key: '${env:'\n    certificate: ${}\n"};
    const auto problems = loading.problems();
    REQUIRE(problems.size() == 5);
    CHECK(problems[0] == "kith.yaml:2:14 unresolved_reference the environment variable MISSING is not set");
    CHECK(problems[1].starts_with("kith.yaml:4:13 unresolved_reference the file /nonexistent/kith"));
    CHECK(problems[2].starts_with("kith.yaml:5:11 unresolved_reference a reference is written"));
    CHECK(problems[3].starts_with("kith.yaml:7:10 unresolved_reference '${' is not closed"));
    CHECK(problems[4].starts_with("kith.yaml:8:18 unresolved_reference '${' is not closed"));
}

TEST_CASE("the value of a reference is never shown", "[config]") {
    const Loading loading{
        "http: {workers: '${env:PASSWORD}', listen: '${env:PASSWORD}'}\n"
        "log: {level: '${env:PASSWORD}'}\nsecrets: {token_key: 'hunter2'}\n",
        {{"PASSWORD", "hunter2"}}};
    const auto problems = loading.problems();
    CHECK(problems.size() == 4);
    for (const auto& problem : problems) CHECK(problem.find("hunter2") == std::string::npos);
}

TEST_CASE("a file larger than a secret, and a folder, are refused", "[config]") {
    Loading loading;
    loading.folder.write("large", std::string(70'000, 'x'));
    loading.yaml = "http: {base_url: '${file:" + (loading.folder.path() / "large").string() +
                   "}'}\nsecrets: {token_key: '${file:" + loading.folder.path().string() + "}'}\n";
    CHECK(loading.problems().size() == 2);
}

TEST_CASE("references stand anywhere in a value, and a doubled dollar is a plain one", "[config]") {
    Loading loading;
    const auto secret = loading.folder.write("secret", "s3cret\n");
    loading.environment = {{"HOST", "db.example.org"}};
    loading.yaml = "database: {url: 'postgresql://kith:${file:" + secret.string() +
                   "}@${env:HOST}/kith'}\nhttp: {base_url: 'https://example.org/$${x}$'}\n";
    const auto values = loading.load().checked.values;
    CHECK(values["database"]["url"] == "postgresql://kith:s3cret@db.example.org/kith");
    CHECK(values["http"]["base_url"] == "https://example.org/${x}$");
}

TEST_CASE("a password is percent-encoded where it stands in a URL of PostgreSQL", "[config]") {
    Loading loading;
    const auto file =
        "${file:" + loading.folder.write("password", "a/b@c?d%41:=&# \xc3\xa9~\n").string() + '}';
    loading.environment = {{"USER", "kith"},
                           {"PASSWORD", "p@ss/w"},
                           {"PLACE", "h:5432/d"},
                           {"ALL", "k:%41"},
                           {"HOSTS", "h:2,i:3"}};
    const std::string encoded = "a%2Fb%40c%3Fd%2541%3A%3D%26%23%20%C3%A9~";
    const std::vector<std::pair<std::string, std::string>> urls = {
        {"postgresql://kith:" + file + "@localhost/kith", "postgresql://kith:" + encoded + "@localhost/kith"},
        {"postgresql://${env:USER}:x${env:PASSWORD}" + file + "@${env:PLACE}",
         "postgresql://kith:xp%40ss%2Fw" + encoded + "@h:5432/d"},
        {"postgresql://h/d?user=kith&password=" + file, "postgresql://h/d?user=kith&password=" + encoded},
        {"postgresql://${env:ALL}@h/d", "postgresql://k:%41@h/d"},
        {"postgresql://g:1,${env:HOSTS}/d?user=a@b", "postgresql://g:1,h:2,i:3/d?user=a@b"},
        {"postgresql://[::1]:5432/${env:ALL}", "postgresql://[::1]:5432/k:%41"},
        {"sqlite:k:${env:PASSWORD}@x", "sqlite:k:p@ss/w@x"},
    };
    for (const auto& [written, read] : urls) {
        CAPTURE(written);
        loading.yaml = "database: {url: '" + written + "'}\n";
        CHECK(loading.load().checked.values["database"]["url"] == read);
    }
}

TEST_CASE("a reference gives a number where a setting wants one, and text in a plugin's options",
          "[config]") {
    const Loading loading{
        "http: {workers: '${env:N}'}\n"
        "plugins: {load: [{name: email, options: {key: '${env:N}', inner: ['${env:N}']}}]}\n",
        {{"N", "7"}}};
    const auto values = loading.load().checked.values;
    CHECK(values["http"]["workers"] == 7);
    CHECK(values["plugins"]["load"][0]["options"] == nlohmann::json({{"key", "7"}, {"inner", {"7"}}}));
}
