#!/bin/sh
# scale.sh - what more threads than this machine has would bring: costs measured with one thread (timing.c), a simulation
# (scale.py), and wall time and peak memory of the program itself beside it. BENCH_MB (60) and BENCH_RUNS (3) as for
# bench.sh, whose archive it takes or builds. Leaves scale.md in build/bench.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

archive_ready "${BENCH_MB:-60}"
for from in file pipe; do
    rm -rf "$work/timed"
    input=$archive
    [ $from = file ] || input=-
    # What fails here is told, and seen by scale.py.
    # shellcheck disable=SC2002 # a pipe is wanted
    cat "$archive" | WS_TIMING=$work/timing-$from.txt "$TIMING" -q -j 1 -o "$work/timed" "$input"
done
"$PYTHON" tests/bench/scale.py --timing "$work/timing-file.txt" --timing-cutter "$work/timing-pipe.txt" \
    --runs "${BENCH_RUNS:-3}" --ours "$WARCSIFT" --archive "$archive" --out "$work/timed" >"$work/scale.md.part"
mv "$work/scale.md.part" "$work/scale.md"
cat "$work/scale.md"
