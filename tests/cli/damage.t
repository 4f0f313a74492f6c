#!/bin/sh
# Damage costs what it touches, and is told with file and offset.
. "${0%/*}/lib.sh"

: >good.warc.gz
for i in 1 2 3 4 5 6 7 8; do
    page "Page $i" a$i b$i c$i | response "http://example.org/$i" | gzip >$i.gz
    cat $i.gz >>good.warc.gz
done
offset=$(cat 1.gz 2.gz | wc -c | tr -d ' ')
titles() { sed -n 's/.*"title":"Page \([0-9]*\)".*/\1/p' "$1" | tr -d '\n'; }

# The third member is overwritten in its middle.
{ cat 1.gz 2.gz && head -c 60 3.gz && printf 'rubbishrubbishrubbish' && tail -c +82 3.gz && cat 4.gz 5.gz 6.gz 7.gz 8.gz; } >middle.warc.gz
run "$WARCSIFT" -o out.d middle.warc.gz
is "$status" 1 "a corrupt member: exit status"
like err "^warcsift: middle\.warc\.gz: offset $offset: .* \([a-z_]+, jumped [0-9]+ bytes\)\$" "file, offset, code and bytes are told"
gzip -dc out.d/middle.jsonl.gz >lines
is "$(titles lines)" 1245678 "all others are there"
like out.d/middle.stats.json "\"offset\": $offset" "the stats file has the place"
is "$(count out.d/middle places)" 1 "and counts it"
ok "outcomes add up" outcomes_add_up out.d/middle.stats.json
like err 'damage +1 ' "the summary counts it, too"
run "$WARCSIFT" -q -o out.d --force middle.warc.gz
is "$status,$(cat err)" "1," "-q: the exit status alone tells"

# Cut off.
head -c $((offset + 50)) good.warc.gz >cut.warc.gz
run "$WARCSIFT" -o - cut.warc.gz
is "$status,$(titles out)" 1,12 "a truncated file"
like err 'cut\.warc\.gz: offset [0-9]+: .*\(truncated' "is told as such"
run sh -c '"$1" -o - - <cut.warc.gz' sh "$WARCSIFT"
is "$status,$(titles out)" 1,12 "on standard input as well"
like err '^warcsift: -: offset' "there it goes by -"

# More damage than anybody wants to read.
: >many.warc.gz
for i in 1 2 3 4 5 6 7 8; do
    cat $i.gz >>many.warc.gz
    printf 'rubbish between the members' >>many.warc.gz
done
run "$WARCSIFT" -o - many.warc.gz
is "$status,$(titles out)" 1,12345678 "rubbish between members costs no record"
is "$(grep -c '^warcsift: many.*: offset' err)" 5 "five places are told"
like err 'many\.warc\.gz: further damage is counted \(-v' "and that there is more"
run "$WARCSIFT" -v -o - many.warc.gz
is "$(grep -c '^warcsift: many.*: offset' err)" 8 "-v tells all"

# One bad input does not spoil the next.
run "$WARCSIFT" -o both middle.warc.gz good.warc.gz
is "$status" 1 "a damaged and a good input"
is "$(count both/good places),$(count both/good article)" 0,8 "the good one is whole"
run "$WARCSIFT" -o fine good.warc.gz
is "$status" 0 "and fine by itself"
unlike err 'damage|offset' "without a word about damage"
done_testing
