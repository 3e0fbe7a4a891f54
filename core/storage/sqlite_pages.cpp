// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sqlite_pages.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <string_view>

#include "core/storage/sqlite_session.hpp"

namespace kith::storage {
namespace {

using sqlite_api::sqlite3_file;
using sqlite_api::sqlite3_int64;
using sqlite_api::sqlite3_io_methods;
using sqlite_api::sqlite3_vfs;
using Bytes = std::span<const unsigned char>;

// https://www.sqlite.org/fileformat2.html
constexpr std::size_t kFileHeader = 100;
constexpr std::size_t kSmallestPage = 512;
constexpr std::size_t kLargestPage = 65'536;
constexpr unsigned kInteriorIndex = 2;
constexpr unsigned kInteriorTable = 5;
constexpr unsigned kLeafIndex = 10;
constexpr unsigned kLeafTable = 13;

template <std::size_t kSize>
std::size_t numberAt(Bytes bytes, std::size_t at) {
    constexpr unsigned kByte = 8;
    std::size_t number = 0;
    for (std::size_t i = 0; i < kSize; ++i) number = number << kByte | bytes[at + i];
    return number;
}

/// What the first page says of all others.
struct FileFormat {
    std::size_t pageSize;
    std::size_t pages;
    bool hasPointerMap;  ///< Of auto_vacuum, whose pages look like others.
};

std::optional<FileFormat> formatIn(Bytes start) {
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    if (std::memcmp(start.data(), kMagic.data(), kMagic.size()) != 0) return std::nullopt;
    constexpr std::size_t kPageSizeAt = 16;
    constexpr std::size_t kPagesAt = 28;
    constexpr std::size_t kLargestRootAt = 52;
    const auto pageSize = numberAt<2>(start, kPageSizeAt);
    return FileFormat{pageSize == 1 ? kLargestPage : pageSize, numberAt<4>(start, kPagesAt),
                      numberAt<4>(start, kLargestRootAt) != 0};
}

/// Whether a page that begins with `kind` is one of a table or an index. Any other begins with the number of
/// a page, which begins with such a byte only in a file of that many pages. Some are left for pages that are
/// written before the first one says so.
bool isOfTree(unsigned kind, const FileFormat& format) {
    constexpr std::size_t kLeft = std::size_t{1} << 20;
    constexpr unsigned kAboveLowBytes = 24;
    return !format.hasPointerMap && format.pages + kLeft < std::size_t{kind} << kAboveLowBytes;
}

/// What lies between the list of a page's cells and the cells, if it is a page of a table or an index.
Bytes unusedMiddle(Bytes page, std::size_t header) {
    const unsigned kind = page[header];
    const bool isLeaf = kind == kLeafIndex || kind == kLeafTable;
    if (!isLeaf && kind != kInteriorIndex && kind != kInteriorTable) return {};
    const auto firstFree = numberAt<2>(page, header + 1);
    const auto count = numberAt<2>(page, header + 3);
    auto content = numberAt<2>(page, header + 5);
    if (content == 0) content = kLargestPage;
    const auto list = header + (isLeaf ? 8 : 12);
    const auto middle = list + 2 * count;
    if (middle > content || content > page.size() || (firstFree != 0 && firstFree < content)) return {};
    for (auto at = list; at < middle; at += 2) {
        if (const auto cell = numberAt<2>(page, at); cell < content || cell >= page.size()) return {};
    }
    return page.subspan(middle, content - middle);
}

bool isZero(Bytes bytes) {
    return bytes.empty() ||
           (bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

/// Of both structures as they are copied here; a later one is longer.
constexpr int kVersion = 3;

/// What SQLite does with one file, but for how a page is written. It stands behind what it keeps of the file.
struct CleanMethods : sqlite3_io_methods {
    const sqlite3_io_methods* system = nullptr;
};

const sqlite3_io_methods& systemOf(const sqlite3_file* file) {
    return *static_cast<const CleanMethods*>(file->pMethods)->system;
}

/// Of the file that a page is about to be written to; the first page says it itself.
std::optional<FileFormat> formatOf(sqlite3_file* file, Bytes page, sqlite3_int64 offset) {
    if (offset == 0) return formatIn(page);
    std::array<unsigned char, kFileHeader> start{};
    const int result = systemOf(file).xRead(file, start.data(), static_cast<int>(start.size()), 0);
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) return std::nullopt;
    // VACUUM INTO writes what its cache can't hold before the first page; a file with auto_vacuum is refused.
    if (isZero(start))
        return FileFormat{page.size(), static_cast<std::size_t>(offset) / page.size() + 1, false};
    return formatIn(start);
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) noexcept {
    const auto asItIs = [&] { return systemOf(file).xWrite(file, data, size, offset); };
    const Bytes page(static_cast<const unsigned char*>(data), static_cast<std::size_t>(size));
    if (page.size() < kSmallestPage || page.size() > kLargestPage || offset % size != 0) return asItIs();
    const auto header = offset == 0 ? kFileHeader : 0;
    const auto unused = unusedMiddle(page, header);
    if (isZero(unused)) return asItIs();
    const auto format = formatOf(file, page, offset);
    if (!format || format->pageSize != page.size() || !isOfTree(page[header], *format)) return asItIs();
    std::array<unsigned char, kLargestPage> clean;
    std::ranges::copy(page, clean.begin());
    std::memset(clean.data() + (unused.data() - page.data()), 0, unused.size());
    return systemOf(file).xWrite(file, clean.data(), size, offset);
}

sqlite3_vfs& systemFiles() {
    auto* const files = sqlite_api::sqlite3_vfs_find(nullptr);
    if (files == nullptr) throw soci::soci_error("SQLite has no file system");
    return *files;
}

std::size_t placeOfMethods(const sqlite3_vfs& system) {
    constexpr auto kAlignment = alignof(CleanMethods);
    return (static_cast<std::size_t>(system.szOsFile) + kAlignment - 1) / kAlignment * kAlignment;
}

int open(sqlite3_vfs* ours, const char* path, sqlite3_file* file, int flags, int* given) noexcept {
    auto* const system = static_cast<sqlite3_vfs*>(ours->pAppData);
    const int result = system->xOpen(system, path, file, flags, given);
    if (result != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0) return result;
    auto* const place = reinterpret_cast<std::byte*>(file) + placeOfMethods(*system);
    auto* const methods = new (place) CleanMethods{*file->pMethods, file->pMethods};
    methods->iVersion = std::min(methods->iVersion, kVersion);
    methods->xWrite = write;
    file->pMethods = methods;
    return result;
}

sqlite3_vfs cleanFiles() {
    auto& system = systemFiles();
    auto files = system;
    files.iVersion = std::min(files.iVersion, kVersion);
    files.zName = "kith";
    files.pNext = nullptr;
    files.pAppData = &system;
    files.szOsFile = static_cast<int>(placeOfMethods(system) + sizeof(CleanMethods));
    files.xOpen = open;
    return files;
}

}  // namespace

void writeCleanPages() {
    constexpr int kForEverybody = 1;
    static sqlite3_vfs files = cleanFiles();
    static const bool kRegistered = sqlite_api::sqlite3_vfs_register(&files, kForEverybody) == SQLITE_OK;
    if (!kRegistered) throw soci::soci_error("SQLite takes no file system");
}

}  // namespace kith::storage
