#!/bin/sh
# samples/records.c: a program on the public header alone, built with the other test programs.
. "${0%/*}/../tap.sh"

program=$(readlink -f "$WARCSIFT")
records=${program%/*}/samples/records
[ -x "$records" ] || skip_all "not built: make unit"
run "$records" "$SRC/samples/mixed.warc.gz"
is "$status,$(cat err)" "0," "a loop over the records of an archive"
"$WARCSIFT" ls --json "$SRC/samples/mixed.warc.gz" | sed 's/.*"type":"\([a-z]*\)".*"url":"\([^"]*\)".*/\1 \2/' >want
sed 's/ [0-9]* / /' out >got
same got want "finds what warcsift ls finds"
run "$records" "$SRC/samples/damaged.warc.gz"
is "$status,$(grep -c . err)" "0,3" "three places of damage, and on to the end"
run "$records" "$SRC/samples/README.md"
is "$status" 1 "no archive"
done_testing
