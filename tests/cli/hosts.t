#!/bin/sh
# --host-memory: what the pages of a host repeat goes, what they do not stays; two passes, the same bytes for
# any number of threads.
. "${0%/*}/lib.sh"

# story I: a page of the gazette. Its third paragraph is on every page, the last one on page 1 and 2 alone.
# Nothing but the words tells the third paragraph from the others.
story() {
    printf '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Story %s of the harbour</title></head>\n' "$1"
    printf '<body><div><h1>Story %s of the harbour</h1>\n' "$1"
    printf '<p>Ship number %s came in at noon, and the crew said that the weather had been kind to them all the way ' "$1"
    printf 'from the islands, which is rare at this time of the year.</p>\n'
    printf '<p>The harbour master wrote the name of ship %s in his book, as he has done for thirty years, and sent ' "$1"
    printf 'a boy to tell the owner of the %s barrels that lay in its hold.</p>\n' "$1"
    printf '<p>The gazette was founded by fishermen who met at the old pier, and it has been printed in the same house '
    printf 'ever since, on paper that comes from the mill up the river.</p>\n'
    printf '<p>In the evening the barrels of ship %s were on their way to the market, and the crew sat in the inn ' "$1"
    printf 'and told what they had seen.</p>\n'
    [ "$1" -gt 2 ] || printf '<p>An agency sent these words to more than one page, so they stand on two of them.</p>\n'
    printf '</div></body></html>\n'
}
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    story $i | response "http://gazette.example/story/$i" | gzip
done >gazette.warc.gz
# Page 1 again: the same address, and under ten others.
{
    story 1 | response http://gazette.example/story/1 | gzip
    for i in 1 2 3 4 5 6 7 8 9 10; do
        story 1 | response "http://www.gazette.example/story/1?print=$i" | gzip
    done
    page Elsewhere one two three | response http://elsewhere.example/ | gzip
} >>gazette.warc.gz

run "$WARCSIFT" -q --compress none -o without gazette.warc.gz
run "$WARCSIFT" -q --compress none -o with --host-memory gazette.warc.gz
is "$status" 0 "exit status"
is "$(lines with/gazette.jsonl)" 24 "an article of every page"
is "$(grep -c 'founded by fishermen' without/gazette.jsonl)" 23 "a paragraph of all pages stays without it"
is "$(grep -c 'founded by fishermen' with/gazette.jsonl)" 0 "and goes with it"
sed 's/\\n\\nThe gazette was founded[^\\]*\\n\\n/\\n\\n/' without/gazette.jsonl >want
same with/gazette.jsonl want "nothing else does: no page that was crawled again, no paragraph of two pages"
is "$(sed -n 's/^  "host_memory": //p' with/gazette.stats.json)" \
    '{"pages": 23, "hosts": 1, "blocks": 1},' "the stats file says what was learnt"
is "$(sed -n 's/^  "host_memory": //p' without/gazette.stats.json)" 'null,' "or that nothing was asked for"
is "$(count with/gazette record_count)" 24 "each record is counted once"
like with/gazette.stats.json 'max_nodes=[0-9]* .*host_memory' "the options name it"
run "$WARCSIFT" --compress none -o with --force --host-memory gazette.warc.gz
like err '^  hosts +1  repeat 1 blocks, as 23 pages in a first pass showed' "the summary, too"

# Each input by itself: three stories are too few.
for i in 1 2 3; do story $i | response "http://gazette.example/story/$i" | gzip; done >few.warc.gz
run "$WARCSIFT" -q --compress none -o both --host-memory few.warc.gz gazette.warc.gz
same both/gazette.jsonl with/gazette.jsonl "several inputs: as when it is alone"
is "$(grep -c 'founded by fishermen' both/few.jsonl)" 3 "and none is judged by another"

# Several batches, some damage; every thread count.
: >large.warc.gz
for k in 1 2 3; do
    cat gazette.warc.gz
    page "Long page $k" $(seq "$k"000 "$k"900) | sed 's/<article>/<article><p>Long pages begin with these words of no weight whatever.<\/p>/' >long
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        sed "s/paragraph/paragraph $i/" long | response "http://long.example/$k/$i" | gzip -1
    done
    printf rubbish
done >large.warc.gz
size=$(gzip -cdq large.warc.gz 2>/dev/null | wc -c)
for threads in 1 2 4 8; do
    run "$WARCSIFT" -j $threads -o "large$threads" --host-memory large.warc.gz few.warc.gz
    is "$status" 1 "-j $threads: damage shows in the exit status"
    is "$(grep -c 'garbage\|offset' err)" 3 "-j $threads: it is told once"
done
for threads in 2 4 8; do
    ok "-j $threads as -j 1" diff -r large1 large$threads
done
ok "its stats add up" outcomes_add_up large1/large.stats.json
ok "the archive takes three batches of 4 MiB (three times $size bytes)" test "$size" -gt 2900000

# A pipe cannot be read twice.
run sh -c '"$0" -o piped --host-memory - <gazette.warc.gz' "$WARCSIFT"
is "$status" 2 "standard input: usage error"
like err '^warcsift: -: --host-memory reads its input twice, so it must be a file, not a pipe' "which is told"
mkfifo pipe.warc
run "$WARCSIFT" -o piped --host-memory gazette.warc.gz pipe.warc
is "$status" 2 "a named pipe, too"
ok "nothing was written" test ! -e piped
run "$WARCSIFT" -o some --host-memory no-such.warc.gz gazette.warc.gz
is "$status" 1 "a file that is not there is lost"
is "$(grep -c 'no-such.warc.gz: cannot be opened' err)" 1 "told once"
ok "the others are not" test -s some/gazette.jsonl.gz -a ! -e some/no-such.stats.json
like err '^  inputs +1  of 2; 1 failed' "and the summary knows"
done_testing
