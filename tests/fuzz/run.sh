#!/bin/sh
# run.sh BUILD_DIR [TARGET...] - runs the fuzz targets (default: all) that were built for libFuzzer there,
# FUZZ_SECONDS (60) each, as many at once as there are processors. What a target learnt stays in
# BUILD_DIR/corpus and is taken up by the next run; an input that crashes is left in BUILD_DIR/crashes.
# Ends with 1 when there was one. make fuzz and .ci/run call it.
set -u
build=${1:?usage: run.sh BUILD_DIR [TARGET...]}
shift
cd "${0%/*}/../.." || exit 1
# shellcheck disable=SC2046 # names of targets
[ $# -gt 0 ] || set -- $(basename -s .c -a tests/fuzz/fuzz_*.c)
mkdir -p "$build/crashes"
for target; do
    mkdir -p "$build/corpus/$target"
done
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
printf '%s\n' "$@" | BUILD=$build xargs -P "$jobs" -I TARGET sh -c '
    "$BUILD/tests/fuzz/TARGET" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=65536 -timeout=10 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$BUILD/crashes/TARGET-" \
        "$BUILD/corpus/TARGET" samples >"$BUILD/TARGET.log" 2>&1
    status=$?
    runs=$(sed -n "s/^stat::number_of_executed_units: //p" "$BUILD/TARGET.log")
    echo "TARGET: ${runs:-0} runs, exit status $status"
    [ $status -eq 0 ] || tail -n 40 "$BUILD/TARGET.log"
    exit $status'
