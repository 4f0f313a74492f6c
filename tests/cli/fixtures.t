#!/bin/sh
# Every real fixture in ../shared/warc (WS_SHARED) through the whole program, as a file and as a pipe: it ends by
# itself, and both give the same lines (batches end elsewhere in a pipe, and with them gzip members). How many records each has is test_matrix.c's matter.
. "${0%/*}/lib.sh"

case ${FLAVOR:-release} in tsan) skip_all "the threads do here what they do in same.t, and files are many" ;; esac
files=$WS_SHARED/warc/files
[ -d "$files" ] || skip_all "no ../shared/warc here (WS_SHARED)"
n=0
bad=
for file in "$files"/*; do
    n=$((n + 1))
    rm -rf a b
    timeout 120 "$WARCSIFT" -q -j 2 --compress none -o a --status any "$file" 2>a.err
    status=$?
    # shellcheck disable=SC2002 # a pipe
    cat "$file" 2>/dev/null | timeout 120 "$WARCSIFT" -q -j 1 --compress none -o b --status any --stdin-name "${file##*/}" - 2>b.err
    pipe_status=$?
    for dir in a b; do
        for stats in "$dir"/*.stats.json; do # what it says of the file itself
            [ ! -f "$stats" ] || sed -i '/^  "input":/d; /^  "config":/d' "$stats"
        done
        for failed in "$dir"/*.failed.json; do # and when
            [ ! -f "$failed" ] || sed -i 's/"path": [^,]*, //; s/"time": .*//' "$failed"
        done
    done
    case $status in 0 | 1) ;; *) bad="$bad ${file##*/}:$status" ;; esac
    [ $status -eq $pipe_status ] && diff -r a b >/dev/null || bad="$bad ${file##*/}:pipe"
    for stats in a/*.stats.json; do
        [ ! -f "$stats" ] || outcomes_add_up "$stats" >/dev/null || bad="$bad ${file##*/}:outcomes"
    done
done
ok "there are fixtures ($n)" test $n -gt 200
is "$bad" "" "all end by themselves, the same from a file and from a pipe"
done_testing
