#!/bin/sh
# bench.sh - throughput beside FastWARC + Resiliparse, on a file in Common Crawl's form that make_big.py
# builds of the benchmark pages. BENCH_MB (60) is its compressed size, BENCH_RUNS (3) the repetitions;
# the figures in README.md are from BENCH_MB=350. Needs ../shared (WS_SHARED) and, the
# first time, PyPI. What is made on the way stays in build/bench.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
megabytes=${BENCH_MB:-60}

peers_ready
archive=$work/big-$megabytes.warc.gz
if [ ! -s "$archive" ]; then
    echo "building $archive ..." >&2
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/warc/make_big.py" --out "$archive.part" --manifest "$archive.json" \
        --target-mb "$megabytes" --seed 1 $sets >/dev/null
    mv "$archive.part" "$archive"
fi
"$WARCSIFT" --version
"$PYTHON" tests/bench/bench.py --runs "${BENCH_RUNS:-3}" --json "$work/bench.json" \
    --peer "$venv_python tests/bench/bench_peer.py" --ours "$WARCSIFT" "$archive"
