#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shipped_test.sh CMAKE BUILD PLUGIN COMPILER FLAGS KITH: installs the kit of BUILD into an empty prefix, builds the folder
# PLUGIN of the project against it out of the tree, and lets the program KITH check what came out.
set -eu

cmake=$1
build=$2
plugin=$3
name=$(basename "$plugin")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$cmake" --install "$build" --component sdk --prefix "$folder/prefix" >"$folder/log" || { cat "$folder/log"; exit 1; }
mkdir "$folder/source"
cp -R "$plugin" "$folder/source/$name"
cat >"$folder/source/CMakeLists.txt" <<TEXT
cmake_minimum_required(VERSION 3.25)
project($name LANGUAGES C CXX)
find_package(kith-sdk REQUIRED)
add_subdirectory($name)
TEXT
"$cmake" -S "$folder/source" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$folder/prefix" \
    -DCMAKE_CXX_COMPILER="$4" -DCMAKE_CXX_FLAGS="$5" >"$folder/log" || { cat "$folder/log"; exit 1; }
"$cmake" --build "$folder/build" >"$folder/log" || { cat "$folder/log"; exit 1; }
sh "$(dirname "$0")/exported_symbols.sh" "$folder/build/$name/$name.so"
"$6" plugin check "$folder/build/$name/$name.so"
