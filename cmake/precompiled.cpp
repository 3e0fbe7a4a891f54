// SPDX-License-Identifier: Apache-2.0
// CMake precompiles the headers of a target, and a target has a source.
