# SPDX-License-Identifier: Apache-2.0
# The flags that every target of this project is compiled with, and the two ways to declare one.

find_program(KITH_CCACHE ccache)
if(KITH_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${KITH_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${KITH_CCACHE})
endif()

add_library(kith_flags INTERFACE)
target_compile_options(kith_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
target_compile_definitions(kith_flags INTERFACE BOOST_DLL_USE_STD_FS)
target_include_directories(kith_flags INTERFACE ${PROJECT_SOURCE_DIR})

# kith_library(NAME SOURCES... ) declares one layer of the core as a static library.
function(kith_library name)
    add_library(${name} STATIC ${ARGN})
    target_link_libraries(${name} PUBLIC kith_flags)
endfunction()
