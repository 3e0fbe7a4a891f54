#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# exported_symbols.sh FOLDER|FILE... : fails with a sentence for each plugin that exports anything but kith_plugin.
# A unique symbol that is exported would keep the library in the process for good.
set -eu

failed=0
count=0
for given in "$@"; do
    if [ -d "$given" ]; then set -- "$given"/*.so; else set -- "$given"; fi
    for file in "$@"; do
        [ -e "$file" ] || continue
        count=$((count + 1))
        symbols=$(nm --dynamic --defined-only --format=posix "$file" | cut -d ' ' -f 1 | tr '\n' ' ')
        if [ "$symbols" != "kith_plugin " ]; then
            echo "$file exports: $symbols"
            failed=1
        fi
    done
done
if [ "$count" -eq 0 ]; then
    echo "There is no plugin to look at."
    failed=1
fi
exit $failed
