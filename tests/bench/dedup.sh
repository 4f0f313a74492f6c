#!/bin/sh
# dedup.sh - planted duplicates: how many are found at which similarity, beside theory, and how fast: make bench-dedup.
# DEDUP_PAIRS (400) at each of twelve similarities, DEDUP_RUNS (3); WARCSIFT names the program.
# Writes build/bench/dedup.md.
set -eu
cd "${0%/*}/../.."
: "${WARCSIFT:=$PWD/build/warcsift}" "${DEDUP_PAIRS:=400}" "${DEDUP_RUNS:=3}" "${PYTHON:=python3}"
work=build/bench/dedup
rm -rf "$work"
mkdir -p "$work/in"
"$PYTHON" tests/bench/dedup.py make "$work/in" "$DEDUP_PAIRS"

user_seconds() { # COMMAND...: of the processor, in user mode
    "$PYTHON" - "$@" <<'END'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print("%.3f" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
END
}
speed() { # WHAT OPTION...: the best of several runs, one thread
    what=$1
    shift
    seconds=$(for _ in $(seq "$DEDUP_RUNS"); do user_seconds "$WARCSIFT" dedup -q -j 1 -o "$work/speed" "$@" "$work/in"; done | sort -n | head -n 1)
    instructions=$({ valgrind --tool=callgrind --callgrind-out-file=/dev/null "$WARCSIFT" dedup -q -j 1 -o "$work/speed" "$@" "$work/in" || :; } 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p')
    awk -v what="$what" -v s="$seconds" -v plain="$plain" -v n="${instructions:--}" 'BEGIN {
        printf "| %s | %.1f MB | %.2f s | %.0f MB/s | %s |\n", what, plain / 1e6, s, plain / 1e6 / s, (n > 0 ? sprintf("%.0f", n / plain) : "-") }'
}
plain=$(gzip -dc "$work"/in/*.gz | wc -c | tr -d ' ')
{
    "$WARCSIFT" dedup --list -o "$work/out" "$work/in" 2>"$work/report" >"$work/list"
    "$PYTHON" tests/bench/dedup.py tell "$work/in" "$work/list"
    echo
    echo '| one thread | JSON lines | user CPU | speed | instructions per byte |'
    echo '|---|---|---|---|---|'
    speed 'exact and near'
    speed 'exact only' --exact-only
} | tee build/bench/dedup.md
rm -rf "$work"
