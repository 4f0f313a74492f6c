#!/bin/sh
# bench.sh - throughput beside FastWARC + Resiliparse, warcio + trafilatura (on every n-th page: SAMPLE_PAGES (700) at
# most) and inflating alone, on a file in Common Crawl's form that make_big.py builds of the benchmark pages. BENCH_MB
# (60) is its compressed size, BENCH_RUNS (5) the repetitions; the figures in README.md are from BENCH_MB=350. Needs
# ../shared (WS_SHARED) and, the first time, PyPI. Leaves bench.md, bench.svg and bench.json in build/bench.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
megabytes=${BENCH_MB:-60}

peers_ready
archive_ready "$megabytes"
sample=$work/sample-$megabytes.warc.gz
"$PYTHON" tests/bench/bench_sample.py "$WARCSIFT" "$archive" "${SAMPLE_PAGES:-700}" "$sample" >"$sample.json"
"$PYTHON" tests/bench/bench.py --runs "${BENCH_RUNS:-5}" --ours "$WARCSIFT" --zlib "$WARCSIFT_ZLIB" --floor "$FLOOR" \
    --python "$venv_python" --shards "$work/shards" --sample "$sample" --pages "$sample.json" --out "$work/bench" \
    "$archive"
