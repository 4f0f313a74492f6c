#!/bin/sh
# metadata.sh - titles and dates of the benchmark pages beside those of htmldate and trafilatura. Needs
# ../shared/bench (WS_SHARED) and, the first time, PyPI. Arguments go to metadata.py:
#
#     make bench-metadata
#     tests/bench/metadata.sh --gold htmldate/tests/eval_default.json --disagreements 60
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

pages=$work/metadata.jsonl archive=$work/metadata.warc peers=$work/metadata_peers.jsonl
made_with=$(cat tests/bench/requirements.txt tests/bench/metadata_pages.py tests/bench/metadata_peers.py | cksum)
if [ "$made_with" != "$(cat "$peers.made-with" 2>/dev/null)" ]; then
    peers_ready || die "htmldate and trafilatura cannot be installed"
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" tests/bench/metadata_pages.py "$archive" "$pages" $sets
    echo "running htmldate and trafilatura ..." >&2
    "$venv_python" tests/bench/metadata_peers.py "$pages" >"$peers" 2>/dev/null
    echo "$made_with" >"$peers.made-with"
fi

"$WARCSIFT" -q -o - "$archive" >"$work/metadata_ours.jsonl"
"$PYTHON" tests/bench/metadata.py "$@" "$pages" "$peers" "$work/metadata_ours.jsonl"
