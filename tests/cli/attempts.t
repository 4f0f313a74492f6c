#!/bin/sh
# Several attempts at one input: killed at each step there is, at the same time, stopped by signals and by
# --max-runtime, out of disk.
[ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
. "${0%/*}/lib.sh"

every=1
case $WARCSIFT in *asan* | *tsan* | *debug*) every=9 ;; esac
for i in 1 2 3 4 5 6 7 8; do
    page "Page $i" a$i b$i c$i d$i e$i | response "http://example.org/$i" | gzip
done >in.warc.gz
small=batch=2000
sums() { (cd "$1" && cat -- *.stats.json *.jsonl* | sha256sum && ls); }
test_run() { # WHAT_OF_WARCSIFT_TEST ARGUMENT...
    word=$1
    shift
    status=0
    WARCSIFT_TEST=$small,$word "$WARCSIFT" -q "$@" 2>err || status=$?
}

# At each step. An older run with other options has left three shards, of which two are to go.
test_run checkpoint=1000 -o older --compress none --shard-size 6K in.warc.gz
test_run checkpoint=1000 -o whole --compress none --shard-size 12K in.warc.gz
is "$(cd older && echo *)|$(cd whole && echo *)" \
    "in-00000.jsonl in-00001.jsonl in-00002.jsonl in.stats.json|in-00000.jsonl in-00001.jsonl in.stats.json" "two runs to compare"
sums whole >want
step=0 bad=0 torn=0 status=137
while [ $status -eq 137 ] && [ $step -lt 2000 ]; do
    step=$((step + every))
    rm -rf dir
    cp -r older dir
    test_run checkpoint=0,signal=9,step=$step -j 1 -o dir --compress none --shard-size 12K in.warc.gz
    killed=$status
    # Whatever a stats file vouches for is there: a run with those options would skip it or do it anew, right.
    if [ -e dir/in.stats.json ] && ! cmp -s dir/in.stats.json older/in.stats.json && ! cmp -s dir/in.stats.json whole/in.stats.json; then
        torn=$((torn + 1))
    fi
    test_run checkpoint=0 -j 2 -o dir --compress none --shard-size 12K in.warc.gz
    [ $status -eq 0 ] || bad=$((bad + 1))
    sums dir | cmp -s - want || { bad=$((bad + 1)) && ls dir; }
    status=$killed
done 2>/dev/null
ok "killed at each step ($step), and run again" test "$status" -eq 0 -a $step -gt 90
is "$bad,$torn" 0,0 "the same bytes each time, the older shards are gone, and no stats file is ever half"

# An attempt that lives, but is stopped: it holds its lock. Another one is faster.
test_run checkpoint=1000 -o ref in.warc.gz
sums ref >want
WARCSIFT_TEST=$small,checkpoint=0,signal=19,step=40 "$WARCSIFT" -q -j 1 -o dir2 in.warc.gz 2>err2 &
slow=$!
stopped() { grep -q "^State:.T" "/proc/$slow/status" 2>/dev/null; }
tries=0
until stopped || [ $tries -gt 300 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
files=$(cd dir2 && echo in.*)
like dir2/in.*.checkpoint '"position": \{"in_spans"' "an attempt is stopped behind a checkpoint"
sha256sum dir2/in.*"$slow"* >before
test_run checkpoint=0 -o dir2 in.warc.gz
is "$status" 0 "another one is not in its way"
is "$(cd dir2 && echo in.*)" "$(echo "$files" in.jsonl.gz in.stats.json | tr ' ' '\n' | sort | paste -s -d ' ')" \
    "it publishes, removes its own files, and leaves those of the living"
sha256sum dir2/in.*"$slow"* >after
same after before "as they were"
touch -d 2020-01-01 dir2/in.jsonl.gz dir2/in.stats.json
kill -CONT $slow
wait $slow
is $? 0 "the first one wakes up and ends well"
sums dir2 >got
same got want "the same bytes, nothing else is left"
is "$(find dir2 -newermt 2021-01-01 -type f)" "" "and it has changed nothing"

# At the same time.
bad=0
for i in 1 2 3 4 5 6; do
    rm -rf dir3
    others=
    for threads in 1 2 3; do
        WARCSIFT_TEST=$small,checkpoint=0 "$WARCSIFT" -q -j $threads -o dir3 in.warc.gz 2>>err3 &
        others="$others $!"
    done
    for other in $others; do wait "$other" || bad=$((bad + 1)); done
    sums dir3 | cmp -s - want || { bad=$((bad + 1)) && ls dir3; }
done
is "$bad" 0 "three at the same time, six times: all end well, the same bytes, nothing is left"

# Signals: what is under way is finished, then a checkpoint is written.
for signal in 2 10 15; do
    rm -rf dir4
    test_run checkpoint=1000,signal=$signal,step=12 -j 1 -o dir4 in.warc.gz
    is "$status" 75 "signal $signal: exit status"
    is "$(cd dir4 && echo * | sed 's/[a-zA-Z0-9-]*-[0-9]*-[0-9]*/ATTEMPT/g')" "in.jsonl.gz.ATTEMPT.part in.ATTEMPT.checkpoint" \
        "a checkpoint and a part are left"
    like dir4/*.checkpoint '"position": \{"in_spans"' "to go on from"
    test_run checkpoint=1000 -j 2 -o dir4 in.warc.gz
    sums dir4 >got
    same got want "the next run has the same bytes"
done
# A stats file that is already there for another input, and a dead attempt: skipping it cleans up, too.
test_run checkpoint=0,signal=9,step=40 -j 1 -o dir4 --force in.warc.gz
ok "--force, killed" test -n "$(find dir4 -name '*.checkpoint')"
test_run checkpoint=0 -o dir4 in.warc.gz
sums dir4 >got
same got want "an input that is done is skipped, and what dead attempts left is removed"

# A checkpoint that is damaged, or whose part is, is of no use and does no harm.
for damage in 's/"cut": [0-9]*/"cut": "x"/' 's/"sha256": "./"sha256": "g/' 's/.*/{/'; do
    rm -rf dir5
    test_run checkpoint=0,signal=9,step=60 -j 1 -o dir5 in.warc.gz
    sed "$damage" dir5/*.checkpoint >x
    cat x >"$(find dir5 -name '*.checkpoint')"
    test_run checkpoint=0 -o dir5 in.warc.gz
    sums dir5 >got
    same got want "a checkpoint that is damaged by $damage"
done
rm -rf dir5
test_run checkpoint=0,signal=9,step=60 -j 1 -o dir5 in.warc.gz
for part in dir5/in.jsonl.gz.*.part; do printf 'XX' | dd of="$part" bs=1 seek=20 conv=notrunc 2>/dev/null; done
test_run checkpoint=0 -o dir5 in.warc.gz
sums dir5 >got
same got want "a part that is damaged"

# The disk is full (a limit to the size of files has the same effect).
rm -rf dir6
(
    trap '' XFSZ
    ulimit -f 4
    WARCSIFT_TEST=$small,checkpoint=0 "$WARCSIFT" -q -o dir6 in.warc.gz 2>err
)
is $? 3 "a file cannot grow"
like err '^warcsift: dir6: File too large \(writing in' "is told"
test_run checkpoint=0 -o dir6 in.warc.gz
sums dir6 >got
same got want "with more room it goes on"

# --max-runtime
for time in 0 1x h 1m1h 1h1h -5 400d ''; do
    run "$WARCSIFT" -o dir7 --max-runtime "$time" in.warc.gz
    [ "$status" -eq 2 ] || fail "--max-runtime '$time'"
done
run "$WARCSIFT" -q -o dir7 --max-runtime 1h30m in.warc.gz
is "$status" 0 "--max-runtime is not reached"
mkfifo fifo
{ while cat in.warc.gz 2>/dev/null; do :; done; } >fifo 2>/dev/null &
feeder=$!
run sh -c '"$1" -o dir8 --max-runtime 1s - <fifo' sh "$WARCSIFT"
kill $feeder 2>/dev/null
wait $feeder 2>/dev/null
is "$status" 75 "--max-runtime ends a run by itself"
like err 'interrupted' "which is told"
is "$(ls dir8)" "" "of the standard input nothing is left"

# A pipe that gives nothing does not hold up the end.
# (ThreadSanitizer keeps a signal back from a thread that waits for a lock: one thread is enough there.)
mkfifo silent
threads=2
case $WARCSIFT in *tsan*) threads=1 ;; esac
"$WARCSIFT" -q -j $threads -o dir9 - <silent 2>err &
waiting=$!
exec 9>silent
tries=0
while [ -z "$(find dir9 -name '*.checkpoint' 2>/dev/null)" ] && [ $tries -lt 300 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -TERM $waiting
wait $waiting
is $? 75 "SIGTERM while nothing comes in"
exec 9>&-

# Two signals: the same one may come twice within a moment, later it means it. A reader that takes nothing
# holds the program.
mkfifo full
exec 9<>full
i=0
while [ $((i += 1)) -le 64 ]; do cat in.warc.gz; done >much.warc.gz
"$WARCSIFT" -q -o - much.warc.gz >full 2>err &
waiting=$!
head -c 1 <&9 >/dev/null # the rest does not fit in the pipe
kill -TERM $waiting
kill -TERM $waiting
sleep 3
ok "SIGTERM, twice within a moment, while nobody takes what comes out" kill -0 $waiting
kill -TERM $waiting
wait $waiting
is $? 143 "and once more ends it at once"
exec 9>&-
done_testing
