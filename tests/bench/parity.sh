#!/bin/sh
# parity.sh - quality filters beside datatrove's on every page of the development sets (make parity).
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
tests/corpus/venv.sh || exit 1
pages=$work/stages.warc.gz
if [ ! -s "$pages" ]; then
    echo "building $pages ..." >&2
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/bench/to_warc.py" "$pages.part" $sets >/dev/null
    mv "$pages.part" "$pages"
fi
mkdir -p "$work/parity"
WARCSIFT=$WARCSIFT tests/corpus/parity.sh "$work/parity" build/venv-corpus/bin/python "$pages"
