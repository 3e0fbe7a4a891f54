#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# template_test.sh CMAKE BUILD TEMPLATE COMPILER FLAGS TEST...: installs the kit of BUILD into an empty prefix, builds the
# folder TEMPLATE against it out of the tree, and lets each TEST load the plugin.
set -eu

cmake=$1
build=$2
template=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$cmake" --install "$build" --component sdk --prefix "$folder/prefix" >"$folder/log" || { cat "$folder/log"; exit 1; }
cp -R "$template" "$folder/source"
"$cmake" -S "$folder/source" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$folder/prefix" \
    -DCMAKE_CXX_COMPILER="$4" -DCMAKE_CXX_FLAGS="$5" >"$folder/log" || { cat "$folder/log"; exit 1; }
"$cmake" --build "$folder/build" >"$folder/log" || { cat "$folder/log"; exit 1; }
sh "$(dirname "$0")/exported_symbols.sh" "$folder/build/guestbook.so"
export KITH_TEMPLATE_PLUGIN="$folder/build/guestbook.so"
shift 5
for test in "$@"; do "$test" "[template]"; done
