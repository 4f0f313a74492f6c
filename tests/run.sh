#!/bin/sh
# run.sh [--asan|--tsan|--debug] [--no-install] [--no-build] [-jN] [FILTER...] - installs what is missing, builds
# and runs the tests. The last line reads "N passed, N failed" (", N skipped" when some were); the exit
# status is 1 when a test failed, when a program crashed or did not keep to its plan, or when nothing ran.
#
# FILTER is a part of a test's name (unit/test_record, cli/, fuzz, golden); a test that has one of them is run.
# FLAVOR=asan, B=..., CC=... and LIBXML2=... mean what they mean to make. Each program's output stays in
# $B/tests/log/.
# -jN: N programs at a time; default: twice as many as there are processors, since many wait more than they work.
set -u
cd "${0%/*}/.." || exit 1

flavor=${FLAVOR:-release}
install=1
build=1
filter=
at_once=$((2 * $(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)))
for arg in "$@"; do
    case $arg in
    --asan | --tsan | --debug) flavor=${arg#--} ;;
    --no-install) install=0 ;;
    --no-build) build=0 ;;
    -j[1-9]*) at_once=${arg#-j} ;;
    -h | --help)
        sed -n '2,/^set/s/^# \{0,1\}//p' "tests/${0##*/}"
        exit 0
        ;;
    -*)
        echo "run.sh: unknown option: $arg" >&2
        exit 2
        ;;
    *) filter="$filter $arg" ;;
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

WS_TEST_LOG=$out/tests/log
rm -rf "$WS_TEST_LOG"
mkdir -p "$WS_TEST_LOG" || exit 1

# Seconds for one program: a hang is a failure.
case $flavor in
asan | tsan) WS_TEST_LIMIT=${WS_TEST_LIMIT:-1200} ;;
*) WS_TEST_LIMIT=${WS_TEST_LIMIT:-300} ;;
esac
export WS_TEST_LOG WS_TEST_LIMIT

# Name and command of every test, a line each: those that take long come first, or one of them is left at the end
# while nothing else runs. With a sanitizer, FILTER has to name what tests/corpus asks, most of it of other programs: the
# shards are the same, and it takes a third of the time.
all_tests() {
    slow=
    for t in s3_output fixtures remote same growth quality_growth resume attempts; do slow="$slow tests/cli/$t.t"; done
    case $flavor:$filter in
    asan: | tsan:) corpus= ;;
    *) corpus='tests/corpus/*.t' ;;
    esac
    # shellcheck disable=SC2086 # names of files
    for t in tests/cluster/*.t $corpus $slow tests/cli/*.t tests/golden/*.t; do
        [ -e "$t" ] && echo "${t#tests/} $t"
    done
    for t in tests/unit/test_*.c; do
        [ -e "$t" ] && echo "unit/$(basename "$t" .c) $out/${t%.c}"
    done
    # Fuzz targets say nothing: a number of mutated inputs without a crash is one test.
    for t in tests/fuzz/fuzz_*.c; do
        [ -e "$t" ] && echo "fuzz/$(basename "$t" .c) tests/fuzz/some.sh $out/${t%.c}"
    done
}

# Each once, in that order.
all_tests | awk -v filter="$filter" 'BEGIN { n = split(filter, part, " ") }
{
    wanted = n == 0
    for (i = 1; i <= n; i++)
        wanted = wanted || index($1, part[i])
    if (wanted && !seen[$1]++)
        print
}' >"$WS_TEST_LOG/tests"
[ ! -s "$WS_TEST_LOG/tests" ] || xargs -P "$at_once" -L 1 tests/one.sh <"$WS_TEST_LOG/tests"

cat "$WS_TEST_LOG"/*.sum 2>/dev/null | awk -v tests="$(wc -l <"$WS_TEST_LOG/tests")" '{ p += $1; f += $2; s += $3 }
END {
    if (tests == 0) { print "run.sh: no test was run"; f++ }
    if (tests != NR) { print "run.sh: of " tests " tests " NR " said how they ended"; f++ }
    printf "%d passed, %d failed", p, f
    if (s) printf ", %d skipped", s
    print ""
    exit f > 0
}'
