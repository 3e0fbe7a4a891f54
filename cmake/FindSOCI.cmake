# SPDX-License-Identifier: Apache-2.0
# Finds SOCI, whose Debian package ships no CMake configuration. Imported targets: SOCI::core, and per component
# asked for SOCI::sqlite3 and SOCI::postgresql, each with the client library that its header needs.
find_path(SOCI_INCLUDE_DIR NAMES soci/soci.h)
find_library(SOCI_core_LIBRARY NAMES soci_core)

if(SOCI_INCLUDE_DIR AND EXISTS ${SOCI_INCLUDE_DIR}/soci/version.h)
    file(STRINGS ${SOCI_INCLUDE_DIR}/soci/version.h soci_version_line REGEX "define SOCI_LIB_VERSION ")
    string(REGEX REPLACE ".*\"([0-9]+)_([0-9]+)_([0-9]+)\".*" "\\1.\\2.\\3" SOCI_VERSION "${soci_version_line}")
endif()

foreach(backend ${SOCI_FIND_COMPONENTS})
    find_library(SOCI_${backend}_LIBRARY NAMES soci_${backend})
    if(SOCI_${backend}_LIBRARY)
        set(SOCI_${backend}_FOUND TRUE)
    endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI
    REQUIRED_VARS SOCI_core_LIBRARY SOCI_INCLUDE_DIR
    VERSION_VAR SOCI_VERSION
    HANDLE_COMPONENTS)
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_core_LIBRARY)

if(SOCI_FOUND AND NOT TARGET SOCI::core)
    add_library(SOCI::core UNKNOWN IMPORTED)
    set_target_properties(SOCI::core PROPERTIES
        IMPORTED_LOCATION ${SOCI_core_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${SOCI_INCLUDE_DIR})
endif()

foreach(backend ${SOCI_FIND_COMPONENTS})
    if(SOCI_FOUND AND NOT TARGET SOCI::${backend})
        add_library(SOCI::${backend} UNKNOWN IMPORTED)
        set_target_properties(SOCI::${backend} PROPERTIES IMPORTED_LOCATION ${SOCI_${backend}_LIBRARY})
        target_link_libraries(SOCI::${backend} INTERFACE SOCI::core)
        if(backend STREQUAL sqlite3)
            find_package(SQLite3 REQUIRED)
            target_link_libraries(SOCI::sqlite3 INTERFACE SQLite::SQLite3)
        elseif(backend STREQUAL postgresql)
            # The module insists on the server's headers with its own components; the client is all we need.
            find_path(SOCI_PQ_INCLUDE_DIR NAMES libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
            find_library(SOCI_PQ_LIBRARY NAMES pq REQUIRED)
            mark_as_advanced(SOCI_PQ_INCLUDE_DIR SOCI_PQ_LIBRARY)
            target_include_directories(SOCI::postgresql INTERFACE ${SOCI_PQ_INCLUDE_DIR})
            target_link_libraries(SOCI::postgresql INTERFACE ${SOCI_PQ_LIBRARY})
        endif()
    endif()
endforeach()
