#!/bin/sh
# remote.sh - what reading ahead over the network is worth: a server on this machine that answers late and sends no faster
# than a given rate, the default --read-ahead beside a tiny one, and the same bytes from a file. BENCH_MB (60) and
# BENCH_RUNS (3) as for bench.sh, whose archive it takes or builds. Leaves remote.md in build/bench.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

archive_ready "${BENCH_MB:-60}"
"$PYTHON" tests/bench/remote.py --warcsift "$WARCSIFT" --archive "$archive" --runs "${BENCH_RUNS:-3}" \
    --work "$work/remote" >"$work/remote.md.part"
mv "$work/remote.md.part" "$work/remote.md"
cat "$work/remote.md"
