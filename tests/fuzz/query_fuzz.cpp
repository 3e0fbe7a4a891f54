// SPDX-License-Identifier: Apache-2.0
// Queries, cursors, references to profiles and searches.
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/http/target.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/profile_list.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/test_catalogue.hpp"

namespace {

using kith::base::Error;
using kith::base::ErrorCode;
using kith::test::require;

template <class Work>
void only(ErrorCode code, Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        require(error.code() == code);
    }
}

void checkCursor(std::string_view text) {
    only(ErrorCode::InvalidInput, [&] {
        const auto cursor = kith::storage::readCursor(text, "list", 2);
        require(cursor.numbers.size() == 2 && cursor.text.find('\0') == std::string::npos);
        const auto again = kith::storage::readCursor(kith::storage::writeCursor(cursor), "list", 2);
        require(again.numbers == cursor.numbers && again.text == cursor.text);
    });
}

void checkQuery(const kith::http::Request& request) {
    only(ErrorCode::InvalidInput, [&] {
        kith::api::Query query(request);
        (void)query.text("q");
        (void)query.flag("summary");
        (void)query.time("from");
        const auto limit = query.limit();
        require(limit >= 1 && limit <= kith::api::kMaxLimit);
        const auto cursor = query.cursor();
        query.finish();
        checkCursor(cursor);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto catalogue = kith::test::testCatalogue();
    const auto text = kith::test::textOf(data, size);
    checkCursor(text);
    only(ErrorCode::InvalidInput, [&] {
        const auto search = kith::storage::parseProfileSearch(text, catalogue);
        for (const auto& word : search.words) require(kith::base::isUtf8(word) && !word.empty());
    });
    auto target = kith::http::parseTarget("/?" + std::string(text));
    if (target) {
        kith::http::Request request;
        request.query = std::move(target->query);
        checkQuery(request);
    }
    if (kith::base::isUtf8(text)) {
        only(ErrorCode::NotFound, [&] { (void)kith::api::parseRef(text, catalogue); });
    }
    return 0;
}
