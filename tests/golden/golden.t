#!/bin/sh
# golden.t [--refresh] - each archive of samples/ gives exactly the records in NAME.jsonl here, whatever
# the number of threads and however it comes in. Languages are the declared ones: not every build has CLD2, and
# tests/cli/language.t is about it. --refresh (make golden) writes them anew: read the diff.
. "${0%/*}/../tap.sh"
golden=$SRC/tests/golden

articles() { # ARCHIVE OPTION...
    archive=$1
    shift
    run "$WARCSIFT" -q -o - --lid declared "$@" "$archive"
}

piped() { # ARCHIVE OPTION...
    archive=$1
    shift
    # A pipe, not a file on standard input.
    # shellcheck disable=SC2002
    cat "$archive" | "$WARCSIFT" -q -o - --lid declared "$@" -
}

for archive in "$SRC"/samples/*.warc "$SRC"/samples/*.warc.gz; do
    file=${archive##*/}
    name=${file%%.*}
    want=$golden/$name.jsonl
    case $name in
    damaged) status_wanted=1 ;;
    *) status_wanted=0 ;;
    esac
    if [ "${1:-}" = --refresh ]; then
        articles "$archive"
        cp "$tmp/out" "$want"
        echo "# wrote $want"
        continue
    fi
    for threads in 1 2 8; do
        articles "$archive" -j $threads
        same "$tmp/out" "$want" "$name from a file, -j $threads"
        is "$status" $status_wanted "$name, -j $threads: exit status"
        run piped "$archive" -j $threads --stdin-name "$file"
        same "$tmp/out" "$want" "$name from a pipe, -j $threads"
    done
    run "$WARCSIFT" -q -o "$tmp/shards" --lid declared "$archive"
    gzip -dc "$tmp/shards/$name.jsonl.gz" >"$tmp/out"
    same "$tmp/out" "$want" "$name as a compressed shard"
done
done_testing
