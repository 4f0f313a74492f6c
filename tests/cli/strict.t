#!/bin/sh
# --strict: the first damage ends the run, whatever the number of threads.
. "${0%/*}/lib.sh"

: >damaged.warc.gz
for i in 1 2 3 4 5 6; do
    page "Page $i" a$i b$i c$i | response "http://example.org/$i" | gzip >$i.gz
    [ $i -ne 4 ] || printf 'rubbish between the members' >>damaged.warc.gz
    cat $i.gz >>damaged.warc.gz
done
offset=$(cat 1.gz 2.gz 3.gz | wc -c | tr -d ' ')
cat 1.gz 2.gz >good.warc.gz
titles() { sed -n 's/.*"title":"Page \([0-9]*\)".*/\1/p' "$1" | tr -d '\n'; }

for threads in 1 4; do
    run "$WARCSIFT" -j $threads -o - --strict damaged.warc.gz
    is "$status,$(titles out)" 4,123 "-j $threads: the records in front of the damage are out"
    is "$(grep -c '^warcsift: ' err)" 1 "one line about it"
    like err "^warcsift: damaged\.warc\.gz: offset $offset: .* \(garbage\)" "with file, offset and code"
    run "$WARCSIFT" -j $threads -o dir$threads --strict good.warc.gz damaged.warc.gz 5.gz
    is "$status" 4 "-j $threads: a good input, a damaged one, another good one"
    is "$(cd dir$threads && echo *.json *.gz)" "damaged.failed.json good.stats.json good.jsonl.gz" "the first alone has output"
done
run "$WARCSIFT" -o - --strict good.warc.gz
is "$status,$(titles out)" 0,12 "nothing damaged"
run "$WARCSIFT" -o - --strict --max-record 100 good.warc.gz
is "$status" 0 "a record over the limit is no damage"
run "$WARCSIFT" -o - --strict missing.warc.gz good.warc.gz
is "$status,$(titles out)" 4, "an input that is not there"
run "$WARCSIFT" -o host --strict --host-memory damaged.warc.gz
is "$status" 4 "in the first of two passes"
like err "offset $offset: " "told, too"
run "$WARCSIFT" -o - damaged.warc.gz
is "$status,$(titles out)" 1,123456 "without it, the run goes on"
done_testing
