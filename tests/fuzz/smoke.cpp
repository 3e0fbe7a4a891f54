// SPDX-License-Identifier: Apache-2.0
// smoke SEEDS...: runs a fuzzer's function over each file (those of a folder too) and over a fixed number of
// random changes of them. The random numbers begin the same each time: a failure comes again. An input that
// crashes it, or takes minutes, is left in the file failed_input.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSeedBytes = 16'384;
constexpr int kRounds = 3'000;

void addSeed(std::vector<std::string>& seeds, const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    content.resize(std::min(content.size(), kMaxSeedBytes));
    seeds.push_back(std::move(content));
}

std::vector<std::string> readSeeds(int count, char** paths) {
    std::vector<std::string> seeds{""};
    std::vector<fs::path> files;
    for (int i = 1; i < count; ++i) {
        if (!fs::is_directory(paths[i]))
            files.emplace_back(paths[i]);
        else
            for (const auto& entry : fs::directory_iterator(paths[i])) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) addSeed(seeds, file);
    return seeds;
}

class Mutator {
public:
    explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

    std::string next() {
        auto text = seeds_[below(seeds_.size())];
        for (auto changes = 1 + below(4); changes > 0; --changes) change(text);
        return text;
    }

private:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
    char byte() {
        using namespace std::string_view_literals;
        constexpr auto kTelling = "\0\n\r\t \"\\%&+,-./0:;=?@[]{}\x7f\x80\xc3\xed\xff"sv;
        return below(2) == 0 ? kTelling[below(kTelling.size())] : static_cast<char>(random_());
    }
    void change(std::string& text) {
        const auto at = below(text.size() + 1);
        const auto count = 1 + below(8);
        switch (below(6)) {
            case 0:
                if (at < text.size()) text[at] = byte();
                break;
            case 1:
                text.insert(at, count, byte());
                break;
            case 2:
                text.erase(at, count);
                break;
            case 3:
                text.insert(at, text.substr(below(text.size() + 1), 1 + below(64)));
                break;
            case 4: {
                const auto& other = seeds_[below(seeds_.size())];
                text = text.substr(0, at) + other.substr(below(other.size() + 1));
                break;
            }
            default:
                text.resize(at);
                break;
        }
    }

    const std::vector<std::string>& seeds_;
    std::mt19937 random_{20'260'101};
};

const std::string* running = nullptr;

extern "C" void onEnd(int number) {
    const int file = ::open("failed_input", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const auto written = ::write(file, running->data(), running->size());
    ::_exit(written < 0 ? 128 : number);
}

int run(const std::string& input) {
    running = &input;
    ::alarm(120);
    return LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int count, char** paths) {
    for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGALRM}) std::signal(number, onEnd);
    const auto seeds = readSeeds(count, paths);
    if (seeds.size() < 2) {
        std::cerr << "no seeds\n";
        return 2;
    }
    for (const auto& seed : seeds) run(seed);
    Mutator mutator(seeds);
    for (int round = 0; round < kRounds; ++round) run(mutator.next());
    std::cout << seeds.size() << " seeds, " << kRounds << " changes of them\n";
}
