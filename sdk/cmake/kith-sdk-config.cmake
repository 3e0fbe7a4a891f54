# SPDX-License-Identifier: Apache-2.0
include(${CMAKE_CURRENT_LIST_DIR}/kith-sdk-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/KithPlugin.cmake)
