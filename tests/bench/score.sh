#!/bin/sh
# score.sh - text quality from end to end: benchmark pages -> WARC -> warcsift -> score.py, beside
# Resiliparse on the same pages. Needs ../shared/bench (WS_SHARED) and, the first time, PyPI.
# Arguments go to warcsift (score.sh -j 1). What is made on the way stays in build/bench.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

archive=$work/bench.warc.gz
if [ ! -s "$archive" ]; then
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/bench/to_warc.py" "$archive.part" $sets
    mv "$archive.part" "$archive"
fi

# Made again when the versions or the settings change.
peers=$work/resiliparse.jsonl
made_with=$(cat tests/bench/requirements.txt tests/bench/peers.py | cksum)
if [ "$made_with" != "$(cat "$peers.made-with" 2>/dev/null)" ]; then
    peers_ready
    echo "running Resiliparse ..." >&2
    # shellcheck disable=SC2086
    "$venv_python" tests/bench/peers.py $sets >"$peers"
    echo "$made_with" >"$peers.made-with"
fi

rm -rf "$work/ours"
"$WARCSIFT" -q --compress none -o "$work/ours" "$@" "$archive"
# shellcheck disable=SC2086
"$PYTHON" tests/bench/score_table.py --json "$work/score.json" \
    "$WS_SHARED/bench" "$work"/ours/*.jsonl "$peers" $sets
