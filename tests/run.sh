#!/bin/sh
# run.sh [--asan|--tsan|--debug] [--no-install] [--no-build] [FILTER] - installs what is missing, builds
# and runs the tests. The last line reads "N passed, N failed" (", N skipped" when some were); the exit
# status is 1 when a test failed, when a program crashed or did not keep to its plan, or when nothing ran.
#
# FILTER is a part of a test's name (unit/test_record, cli/, fuzz, golden). FLAVOR=asan, B=..., CC=...
# and LIBXML2=... mean what they mean to make. Each program's output stays in $B/tests/log/.
set -u
cd "${0%/*}/.." || exit 1

flavor=${FLAVOR:-release}
install=1
build=1
filter=
for arg in "$@"; do
    case $arg in
    --asan | --tsan | --debug) flavor=${arg#--} ;;
    --no-install) install=0 ;;
    --no-build) build=0 ;;
    -h | --help)
        sed -n '2,/^set/s/^# \{0,1\}//p' "tests/${0##*/}"
        exit 0
        ;;
    -*)
        echo "run.sh: unknown option: $arg" >&2
        exit 2
        ;;
    *) filter=$arg ;;
    esac
done
FLAVOR=$flavor
export FLAVOR

stop() { # WHY: nothing could be tested
    echo "run.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

make_cmd() {
    make --no-print-directory ${B:+"B=$B"} ${CC:+"CC=$CC"} ${LIBXML2:+"LIBXML2=$LIBXML2"} "$@"
}

if [ $install -eq 1 ]; then
    .ci/install-deps.sh build test || stop "the tools to build with are missing"
fi
if [ $build -eq 1 ]; then
    jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
    echo "building (FLAVOR=$flavor) ..."
    make_cmd -s -j "$jobs" all unit || stop "the build failed"
fi
out=$(make_cmd -s print-B) || stop "make cannot say where it builds"

# What the tests see.
WARCSIFT=$PWD/$out/warcsift
WS_SHARED=${WS_SHARED:-../shared}
MALLOC_PERTURB_=165 # freed and fresh memory is not zero
ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}
UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=0 exitcode=66}
export WARCSIFT WS_SHARED MALLOC_PERTURB_ ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS

log=$out/tests/log
rm -rf "$log"
mkdir -p "$log" || exit 1
: >"$log/summary"

run_one() { # NAME COMMAND...: runs it, adds its tests to the summary, shows what failed
    name=$1
    shift
    case $name in *"$filter"*) ;; *) return ;; esac
    file=$log/$(echo "$name" | tr / _)
    started=$(date +%s)
    timeout -k 10 "$limit" "$@" >"$file" 2>"$file.err" </dev/null
    status=$?
    verdict=$(awk -v name="$name" -v status=$status -v limit="$limit" -v summary="$log/summary" \
        -f tests/tap.awk "$file")
    tail -n 1 "$log/summary" | {
        read -r p f s
        printf '%-34s %5d ok' "$name" "$p"
        [ "$f" -eq 0 ] || printf ', %d FAILED' "$f"
        [ "$s" -eq 0 ] || printf ', %d skipped' "$s"
        printf '  (%d s)\n' $(($(date +%s) - started))
        [ "$f" -ne 0 ] || return 0
        awk '/^not ok/ { show = 1 } /^ok / || /^1\.\./ { show = 0 } show { print "    " $0 }' "$file" | head -n 60
        [ -z "$verdict" ] || printf '    %s\n' "$verdict"
        tail -n 40 "$file.err" | sed 's/^/    | /'
    }
}

# Seconds for one program: a hang is a failure.
case $flavor in
asan | tsan) limit=${WS_TEST_LIMIT:-1200} ;;
*) limit=${WS_TEST_LIMIT:-300} ;;
esac
for t in tests/unit/test_*.c; do
    [ -e "$t" ] && run_one "unit/$(basename "$t" .c)" "$out/${t%.c}"
done
# Fuzz targets say nothing: a number of mutated inputs without a crash is one test.
for t in tests/fuzz/fuzz_*.c; do
    [ -e "$t" ] && run_one "fuzz/$(basename "$t" .c)" sh -c '"$0" -n 3000 && echo "ok 1" && echo 1..1' "$out/${t%.c}"
done
for t in tests/cli/*.t tests/golden/*.t tests/corpus/*.t tests/cluster/*.t; do
    [ -e "$t" ] && run_one "${t#tests/}" "$t"
done

awk '{ p += $1; f += $2; s += $3 }
END {
    if (p + f == 0) { print "run.sh: no test was run"; f = 1 }
    printf "%d passed, %d failed", p, f
    if (s) printf ", %d skipped", s
    print ""
    exit f > 0
}' "$log/summary"
