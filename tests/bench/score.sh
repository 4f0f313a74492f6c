#!/bin/sh
# score.sh - text quality from end to end: benchmark pages -> WARC -> warcsift -> score.py, beside the
# extractors of peer_table.py on the same pages. Needs ../shared/bench (WS_SHARED) and, the first time,
# PyPI and some CPU minutes. Arguments go to warcsift (score.sh -j 1). What is made on the way stays in
# build/bench; cv.jsonl, text of models that did not see the page's site, comes from make train-cv.
#   CHECK=1  also say which of the demands hold (demands.py), status 1 if one does not
#   PAGES=N  list the N worst pages instead of the tables
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

archive=$work/bench.warc.gz
if [ ! -s "$archive" ]; then
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/bench/to_warc.py" "$archive.part" $sets
    mv "$archive.part" "$archive"
fi

# shellcheck disable=SC2086
stale=$("$PYTHON" tests/bench/peers.py --stale "$work" $sets)
if [ -n "$stale" ]; then
    if peers_ready; then
        source_peers_ready
        # shellcheck disable=SC2086
        "$venv_python" tests/bench/peers.py "$work" $sets
    else
        echo "score.sh: going on without running: $stale" >&2
    fi
fi

rm -rf "$work/ours"
"$WARCSIFT" -q --compress none --with-title --force -o "$work/ours" "$@" "$archive"
# shellcheck disable=SC2086
"$PYTHON" tests/bench/score_table.py --json "$work/score.json" ${CHECK:+--check} ${PAGES:+--pages "$PAGES"} \
    "$WS_SHARED/bench" "$work" "$work"/ours/*.jsonl --sets $sets
