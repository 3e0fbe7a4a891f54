# SPDX-License-Identifier: Apache-2.0
# kith_add_plugin(NAME SOURCES file... [LIBRARIES target...] [EMBED file...] [MIGRATIONS file...])
#
# Declares the plugin NAME: a shared library NAME.so that exports kith_plugin and nothing else. The same in kith's own
# tree and in yours, after find_package(kith-sdk).
#
# EMBED       texts that become constants in the generated header "embedded.hpp": `options.json` is
#             `embedded::kOptionsJson`.
# MIGRATIONS  SQL files that become `embedded::kMigrations` there: 0001_name.sql for both engines, or 0001_name.sqlite.sql
#             and 0001_name.postgresql.sql.
#
# Targets: plugin_NAME (the library) and plugin_NAME_code (its objects, for unit tests of the code behind the boundary).
# A build that sets KITH_PLUGIN_DIRECTORY gets the libraries in that folder.

function(kith_add_plugin name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LIBRARIES;EMBED;MIGRATIONS")
    if(NOT name MATCHES "^[a-z][a-z0-9_]*$" OR NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "kith_add_plugin(NAME SOURCES file...): '${name}' '${ARG_UNPARSED_ARGUMENTS}'")
    endif()

    add_library(plugin_${name}_code OBJECT ${ARG_SOURCES})
    target_link_libraries(plugin_${name}_code PUBLIC kith::sdk ${ARG_LIBRARIES})
    target_compile_options(plugin_${name}_code PRIVATE -Wall -Wextra -Wpedantic -Wconversion)
    set_target_properties(plugin_${name}_code PROPERTIES
        CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
        COMPILE_WARNING_AS_ERROR ON POSITION_INDEPENDENT_CODE ON
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)

    if(ARG_EMBED OR ARG_MIGRATIONS)
        set(header ${CMAKE_CURRENT_BINARY_DIR}/plugin_${name}/embedded.hpp)
        add_custom_command(OUTPUT ${header}
            COMMAND ${CMAKE_COMMAND} -DOUTPUT=${header} "-DEMBED=${ARG_EMBED}" "-DMIGRATIONS=${ARG_MIGRATIONS}"
                    -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/KithEmbed.cmake
            DEPENDS ${ARG_EMBED} ${ARG_MIGRATIONS} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/KithEmbed.cmake
            VERBATIM)
        target_sources(plugin_${name}_code PRIVATE ${header})
        target_include_directories(plugin_${name}_code PUBLIC ${CMAKE_CURRENT_BINARY_DIR}/plugin_${name})
    endif()

    add_library(plugin_${name} MODULE $<TARGET_OBJECTS:plugin_${name}_code>)
    target_link_libraries(plugin_${name} PRIVATE ${ARG_LIBRARIES})
    target_link_options(plugin_${name} PRIVATE
        -Wl,-z,defs -Wl,-z,relro -Wl,-z,now -Wl,--version-script=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kith_plugin.map)
    set_target_properties(plugin_${name} PROPERTIES
        PREFIX "" OUTPUT_NAME ${name} LINKER_LANGUAGE CXX
        LINK_DEPENDS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kith_plugin.map)
    if(KITH_PLUGIN_DIRECTORY)
        set_target_properties(plugin_${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${KITH_PLUGIN_DIRECTORY})
    endif()
endfunction()
