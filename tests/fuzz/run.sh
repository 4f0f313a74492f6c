#!/bin/sh
# run.sh BUILD_DIR - runs every fuzz target that was built for libFuzzer there, FUZZ_SECONDS (60) each.
# What it learnt stays in BUILD_DIR/corpus and is taken up by the next run; an input that crashes is left
# in BUILD_DIR/crashes. Ends with 1 when there was one. make fuzz calls it.
set -u
build=$1
cd "${0%/*}/../.." || exit 1
mkdir -p "$build/crashes"
failed=0
for source in tests/fuzz/fuzz_*.c; do
    target=$(basename "$source" .c)
    mkdir -p "$build/corpus/$target"
    echo "== $target"
    "$build/tests/fuzz/$target" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=65536 -timeout=10 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/crashes/$target-" \
        "$build/corpus/$target" samples || failed=1
done
exit $failed
