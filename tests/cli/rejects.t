#!/bin/sh
# --rejects: what the corpus options leave out, in shards of its own, complete and the same after any number of kills.
. "${0%/*}/lib.sh"

for i in $(seq 1 60); do
    word=keep
    [ $((i % 3)) -ne 0 ] || word=casino
    page "Number $i" "one$i" "two$i" | response "http://h$((i % 5)).example/$word/$i" | gzip
done >in.warc.gz
echo casino >words
ids() { gzip -dc -- "$@" | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort; }
"$WARCSIFT" -q -o all in.warc.gz

run "$WARCSIFT" -o corpus --block-words words --rejects rejected in.warc.gz
is "$status" 0 "a run with rejects"
like err '^ *rejected  *20  of 60:' "the report tells of them"
like err '^ *20  hard_blacklisted  *40 left' "as a funnel"
is "$(ls rejected)" in.jsonl.gz "their shard is named as the input"
is "$(lines_in_gzip corpus/in.jsonl.gz),$(lines_in_gzip rejected/in.jsonl.gz)" 40,20 "each record is in one"
ids corpus/in.jsonl.gz rejected/in.jsonl.gz >both
ids all/in.jsonl.gz >want
same both want "and none is in neither"
gzip -dc rejected/in.jsonl.gz >lines
is "$(grep -c '"reject_reason":"hard_blacklisted","reject_metric":"[a-z_]*","reject_value":[0-9]*\.[0-9]*,"reject_threshold":[0-9]*\.[0-9]*}$' lines)" 20 \
    "the reason is told"
is "$(grep -c '"url":"http://h[0-9].example/casino/[0-9]*","title":"","text":"",' lines)" 20 "what was not read has no text"
gzip -dc corpus/in.jsonl.gz | grep -q reject_ && fail=1 || fail=0
is $fail 0 "the others have no such keys"
like corpus/in.stats.json '"hard_blacklisted": 20' "the stats file counts the reasons"
is "$(count corpus/in listed),$(count corpus/in article)" "20,40" "and the outcome"
ok "outcomes add up" outcomes_add_up corpus/in.stats.json
sed -n '/"reject_shards"/,/]/p' corpus/in.stats.json | grep -q "\"name\": \"in.jsonl.gz\", \"articles\": 20.*$(sha256sum <rejected/in.jsonl.gz | cut -c 1-64)"
is $? 0 "and lists their shard with its SHA-256"
run "$WARCSIFT" merge --json corpus
like out '"rejects": {"hard_blacklisted": 20}' "merge adds them up"
run "$WARCSIFT" -o corpus --block-words words --rejects rejected in.warc.gz
like err 'done before' "an input that is done is not read again"

# Any number of threads; other kinds of shards.
for threads in 1 4; do
    WARCSIFT_TEST=batch=4000 "$WARCSIFT" -q -j $threads -o o$threads --shard-size 4K --compress none --block-words words \
        --rejects of in.warc.gz
    mv of r$threads
    (cd o$threads && cat -- * | sha256sum && cd ../r$threads && cat -- * | sha256sum && ls) >sums$threads
done
same sums4 sums1 "the same bytes for any number of threads"
ok "rejects are split into shards, too" test -f r1/in-00001.jsonl
cat r1/*.jsonl | sort >got
sort lines >want
same got want "with the same lines"

# A share of them, and counts of all.
run "$WARCSIFT" -q -o some --block-words words --rejects sample --rejects-rate 0.5 in.warc.gz
n=$(lines_in_gzip sample/in.jsonl.gz)
ok "half of them or so: $n" test "$n" -gt 3 -a "$n" -lt 17
gzip -dc sample/in.jsonl.gz | sort >got
sort lines | comm -23 got - >other
ok "the same lines" test ! -s other
is "$(count some/in listed)" 20 "all are counted"
run "$WARCSIFT" -q -o none --block-words words --rejects empty --rejects-rate 0 in.warc.gz
is "$(lines_in_gzip empty/in.jsonl.gz)" 0 "none of them: an empty shard"

# Killed again and again, and gone on with.
WARCSIFT_TEST=batch=4000,checkpoint=1000 "$WARCSIFT" -q -o want.d --block-words words --rejects want.r in.warc.gz
killed=0 runs=0
while [ $runs -lt 60 ]; do
    runs=$((runs + 1)) status=0
    WARCSIFT_TEST=batch=4000,checkpoint=0,signal=9,step=$((runs * 7 % 60 + 20)) "$WARCSIFT" -q -j $((runs % 3 + 1)) -o d \
        --block-words words --rejects r in.warc.gz 2>err || status=$?
    [ $status -eq 137 ] || break
    killed=$((killed + 1))
done 2>/dev/null
is "$status" 0 "done after $killed kills"
ok "there were some" test $killed -gt 3
same d/in.jsonl.gz want.d/in.jsonl.gz "the same articles"
same r/in.jsonl.gz want.r/in.jsonl.gz "the same rejects"
is "$(ls r),$(find d -name '*.part')" "in.jsonl.gz," "nothing else is left"

# A shard of rejects of an earlier run with other options is not left behind.
run "$WARCSIFT" -q -o o1 --compress none --block-words words --rejects r1 in.warc.gz
is "$(ls r1)" in.jsonl "those of an earlier run go"

# What cannot be.
run "$WARCSIFT" -q -o - --rejects r in.warc.gz
is "$status" 2 "not beside the standard output"
run "$WARCSIFT" -q -o corpus --rejects corpus in.warc.gz
is "$status" 2 "not into the same directory"
like err '^warcsift: corpus: ' "which is told"
run "$WARCSIFT" -q -o corpus --rejects words in.warc.gz
is "$status" 3 "not into a file"
for rate in -0.1 1.1 x ''; do
    run "$WARCSIFT" -q -o corpus --rejects r --rejects-rate "$rate" in.warc.gz
    is "$status" 2 "a rate of '$rate'"
done
done_testing
