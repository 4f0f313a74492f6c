#!/bin/sh
# --parser: both parsers write the same records of all samples, and auto is direct.
. "${0%/*}/lib.sh"

samples=$SRC/samples
for parser in auto direct libxml2; do
    mkdir $parser
    for input in whole.warc.gz mixed.warc.gz; do
        "$WARCSIFT" -q --compress none --parser $parser -o $parser "$samples/$input"
    done
done
"$WARCSIFT" -q --compress none -o default "$samples/whole.warc.gz"
for shard in auto/*.jsonl; do
    ok "auto writes something to $shard" test -s "$shard"
    same "direct/${shard#*/}" "$shard" "direct writes the same as auto to ${shard#*/}"
    same "libxml2/${shard#*/}" "$shard" "libxml2 writes the same as auto to ${shard#*/}"
done
same default/whole.jsonl auto/whole.jsonl "auto is the default"
options_hash() { grep -o '"options_hash": "[^"]*"' "$1/whole.stats.json"; }
is "$(options_hash auto)" "$(options_hash direct)" "auto and direct are the same options"
ok "libxml2 is another option" test "$(options_hash libxml2)" != "$(options_hash auto)"

page Title one two three >page.html
for parser in auto direct libxml2; do
    "$WARCSIFT" extract --parser $parser page.html >$parser.txt
done
same direct.txt auto.txt "extract: direct prints the same as auto"
same libxml2.txt auto.txt "extract: libxml2 prints the same as auto"
ok "and that is a text" grep -q three auto.txt
run "$WARCSIFT" extract --parser expat page.html
is "$status" 2 "an unknown parser is a usage error"
like err 'parser expat' "which the message names"
done_testing
