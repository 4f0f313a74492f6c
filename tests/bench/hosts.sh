#!/bin/sh
# hosts.sh - what --host-memory gains: the sets that know which site a page is from, in one archive, with and
# without it. Needs ../shared/bench (WS_SHARED). What is made on the way stays in build/bench.
# The shipped weights were trained on these pages (but for l3s-gn1), so they know much of the boilerplate by
# heart and the gain is less than on other sites: point WARCSIFT to a build with other weights to see it.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

sets=
for name in zhnews cleanportaleval daniel l3s-gn1 wcxb; do
    sets="$sets $WS_SHARED/bench/$name.dev.jsonl.xz"
done
archive=$work/hosts.warc.gz
made_with=$(cksum <tests/bench/hosts.py)
if [ "$made_with" != "$(cat "$archive.made-with" 2>/dev/null)" ]; then
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" tests/bench/hosts.py pack "$WS_SHARED/bench" "$archive" $sets
    echo "$made_with" >"$archive.made-with"
fi
for option in "" --host-memory; do
    rm -rf "$work/hosts$option"
    # shellcheck disable=SC2086 # one option or none
    "$WARCSIFT" -q --compress none --force -o "$work/hosts$option" $option "$@" "$archive"
done
# shellcheck disable=SC2086
"$PYTHON" tests/bench/hosts.py score "$WS_SHARED/bench" "$work/hosts/hosts.jsonl" \
    "$work/hosts--host-memory/hosts.jsonl" $sets
