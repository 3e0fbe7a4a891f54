# SPDX-License-Identifier: Apache-2.0
# The flags that every target of this project is compiled with, and the two ways to declare one.

find_program(KITH_CCACHE ccache)
if(KITH_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${KITH_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${KITH_CCACHE})
endif()

add_library(kith_flags INTERFACE)
target_compile_options(kith_flags INTERFACE -pthread -Wall -Wextra -Wpedantic -Wconversion -Werror)
target_compile_definitions(kith_flags INTERFACE BOOST_DLL_USE_STD_FS)
target_include_directories(kith_flags INTERFACE ${PROJECT_SOURCE_DIR})

# What most sources include is read once for all of them: half of the time of a build went there. Plugins do without,
# since they are built by what an author has, too. The flags have to be those of whoever reuses it.
find_package(nlohmann_json 3.11 REQUIRED)
find_package(SOCI 4.0 REQUIRED COMPONENTS sqlite3 postgresql)
set(kith_precompiled
    <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <filesystem> <fstream> <functional> <iostream>
    <limits> <map> <memory> <mutex> <optional> <ranges> <set> <span> <sstream> <string> <string_view> <thread> <tuple>
    <unordered_map> <unordered_set> <utility> <variant> <vector> <nlohmann/json.hpp> <soci/soci.h>)
add_library(kith_precompiled STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
target_link_libraries(kith_precompiled PRIVATE kith_flags nlohmann_json::nlohmann_json SOCI::core)
target_precompile_headers(kith_precompiled PRIVATE ${kith_precompiled})

# kith_library(NAME SOURCES... ) declares one layer of the core as a static library.
function(kith_library name)
    add_library(${name} STATIC ${ARGN})
    target_link_libraries(${name} PUBLIC kith_flags)
    target_precompile_headers(${name} REUSE_FROM kith_precompiled)
endfunction()
