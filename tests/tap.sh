# shellcheck shell=sh
# tap.sh - TAP from a shell test: the twin of tap.h, for tests/cli/*.t and tests/golden/*.t.
#
#     #!/bin/sh
#     . "${0%/*}/../tap.sh"
#     run "$WARCSIFT" --no-such-option
#     is "$status" 2 "an unknown option is a usage error"
#     like "$tmp/err" 'no-such-option' "the message names it"
#     done_testing
#
# Set here: WARCSIFT (program under test, absolute), SRC (top of the source tree), WS_SHARED (shared
# test data, may not exist), tmp (an own empty directory, removed at the end). The working directory
# is $tmp. run leaves stdout in $tmp/out, stderr in $tmp/err and the exit status in $status.
set -u
LC_ALL=C.UTF-8
export LC_ALL
SRC=$(cd "${0%/*}/../.." && pwd) || exit 1
: "${WARCSIFT:=$SRC/build/warcsift}"
: "${WS_SHARED:=$SRC/../shared}"
case $WS_SHARED in /*) ;; *) WS_SHARED=$SRC/$WS_SHARED ;; esac
export WS_SHARED
tap_count=0
tap_failed=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/warcsift-test.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
cd "$tmp" || exit 1

run() {
    status=0
    "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
}

# pass WHAT, fail WHAT, skip WHY: one test each.
pass() {
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s\n' "$tap_count" "$1"
}

fail() {
    tap_count=$((tap_count + 1))
    tap_failed=$((tap_failed + 1))
    printf 'not ok %d - %s\n' "$tap_count" "$1"
}

# todo WHAT: a test that fails and is known to.
todo() {
    tap_count=$((tap_count + 1))
    printf 'not ok %d - %s # TODO known to fail\n' "$tap_count" "$1"
}

skip() {
    tap_count=$((tap_count + 1))
    printf 'ok %d # SKIP %s\n' "$tap_count" "$1"
}

# skip_all WHY: the whole file is left out.
skip_all() {
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

show() { # FILE: the beginning of it as comments
    head -c 2000 "$1" | head -n 40 | sed 's/^/#   /'
    echo
}

# ok WHAT COMMAND...: passes when the command succeeds; its output is shown otherwise.
ok() {
    tap_what=$1
    shift
    if "$@" >"$tmp/.ok" 2>&1; then
        pass "$tap_what"
    else
        fail "$tap_what"
        printf '# failed: %s\n' "$*"
        show "$tmp/.ok"
    fi
}

# is GOT WANT WHAT
is() {
    if [ "$1" = "$2" ]; then
        pass "$3"
    else
        fail "$3"
        printf '%s\n' "got: $1" "want: $2" | sed 's/^/#   /'
        if [ -s "$tmp/err" ]; then
            printf '# stderr of the last run:\n'
            show "$tmp/err"
        fi
    fi
}

# same FILE WANTED_FILE WHAT: byte for byte.
same() {
    if cmp -s "$1" "$2"; then
        pass "$3"
    else
        fail "$3"
        diff "$2" "$1" | head -c 2000 | head -n 20 | sed 's/^/#   /'
        echo
    fi
}

# like FILE REGEX WHAT, unlike FILE REGEX WHAT: extended regular expression of grep.
like() {
    if grep -qE -e "$2" "$1"; then
        pass "$3"
    else
        fail "$3"
        printf '# not found: %s\n' "$2"
        show "$1"
    fi
}

unlike() {
    if grep -qE -e "$2" "$1"; then
        fail "$3"
        grep -nE -e "$2" "$1" | head -n 5 | sed 's/^/#   /'
    else
        pass "$3"
    fi
}

done_testing() {
    printf '1..%d\n' "$tap_count"
    [ "$tap_failed" -eq 0 ]
    exit
}
