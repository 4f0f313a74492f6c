#!/bin/sh
# status: how far a directory has come, by stats files, checkpoints and failures in it.
. "${0%/*}/lib.sh"

command -v python3 >/dev/null || skip_all "no python3"

# checkpoint NAME ATTEMPT STARTED UPDATED BYTES_DONE BYTES_TOTAL ARTICLES: times in seconds before now
checkpoint() {
    printf '{"checkpoint": 1, "version": "0", "host": "%s", "pid": 77, "started": %d, "updated": %d, ' \
        "${2%%-*}" $((now - $3)) $((now - $4)) >"d/$1.$2.checkpoint"
    printf '"input": {"path": "in/%s.warc.gz", "size": %s}, "options_hash": "x", ' "$1" "$6" >>"d/$1.$2.checkpoint"
    printf '"progress": {"bytes_done": %d, "bytes_total": %s, "records": 9, "articles": %d}}\n' "$5" "$6" "$7" \
        >>"d/$1.$2.checkpoint"
}

# done_input NAME SECONDS_AGO BYTES ARTICLES
done_input() {
    printf '{"tool": "warcsift 0", "options_hash": "x", "input": {"path": "in/%s.warc.gz"}, "bytes_in": %d, ' "$1" "$3" \
        >"d/$1.stats.json"
    printf '"outcomes": {"article": %d}, "shards": [{"name": "%s.jsonl.gz", "bytes": 10}]}\n' "$4" "$1" >>"d/$1.stats.json"
    touch -d "@$((now - $2))" "d/$1.stats.json"
}

fields() { # KEY...: of the object that status prints
    "$WARCSIFT" status --json d | python3 -c '
import json, sys
o = json.load(sys.stdin)
print(" ".join(json.dumps(o[k]) for k in sys.argv[1:]))' "$@"
}

now=$(date +%s)
mkdir d
for i in a b c d.e f g h i j k; do echo "in/$i.warc.gz"; done >d/warcsift-inputs-0123456789abcdef.txt
touch -d "@$((now - 1000))" d/warcsift-inputs-*.txt
is "$(fields wanted 'done' running stopped failed waiting articles bytes_per_second seconds_left)" \
    "10 0 0 0 0 10 0 null null" "nothing has begun"

done_input a 900 100000000 1000
done_input b 500 100000000 1000
done_input c 100 100000000 1000
checkpoint d.e n1-77-1 200 20 50000000 100000000 400
checkpoint f n2-78-0 100 5 25000000 100000000 300
printf '{"path": "in/g.warc.gz", "reason": "not an archive", "host": "n3", "time": "2026-01-01T00:00:00Z"}' >d/g.failed.json
is "$(fields wanted 'done' running stopped failed waiting articles)" "10 3 2 0 1 4 3700" "done, running, failed, waiting"
is "$(fields bytes_in bytes_all bytes_out estimated)" "375000000 900000000 30 false" \
    "bytes so far, and in the end: those that wait are like those that are done"
rate=$(fields bytes_per_second)
ok "375 MB in 1000 seconds ($rate)" test "$rate" -ge 370000 -a "$rate" -le 375000
left=$(fields seconds_left)
ok "525 MB are left ($left s)" test "$left" -ge 1400 -a "$left" -le 1425

run "$WARCSIFT" status d
is "$status" 0 "for people"
like out '^  inputs  *10  3 done, 2 running, 1 failed, 4 waiting$' "the inputs"
like out '^running: d.e, on n1, process 77: 50.0 MB of 100.0 MB .50 %., 0.3 MB/s, checkpoint 0:2' "an attempt, its place and age"
like out '^failed: in/g.warc.gz, on n3: not an archive$' "a failure and its reason"
like out 'MB/s, 2[0-9]:[0-9]* left$' "the time that is left"

checkpoint h n4-9-0 5000 4000 10000000 100000000 50
is "$(fields running stopped waiting)" "2 1 3" "a checkpoint that is old: it stopped on the way"
run "$WARCSIFT" status d
like out '^stopped: h, on n4' "is told"
is "$("$WARCSIFT" status --stale 4500 --json d | grep -o '"running": [0-9]*')" '"running": 3' "--stale says what is old"
checkpoint h n5-9-0 50 4 20000000 100000000 70
is "$(fields running stopped articles)" "3 0 3770" "a second attempt at the same input takes its place"
checkpoint a n5-9-1 500 4 20000000 100000000 70
is "$(fields running 'done')" "3 3" "what is done is not running, though a slower attempt goes on"
checkpoint g n5-9-2 50 4 20000000 100000000 70
is "$(fields running failed)" "4 0" "what failed and is tried again is running"
printf '{"checkpoint"' >d/i.n6-1-0.checkpoint
is "$(fields running)" "4" "half a checkpoint is none"

# What an earlier attempt has done is no work of this one.
sed 's/"pid": 77/"pid": 77, "bytes_begun": 16000000/' d/f.n2-78-0.checkpoint >x && mv x d/f.n2-78-0.checkpoint
run "$WARCSIFT" status d
like out '^running: f, .*: 25.0 MB of 100.0 MB .25 %., 0.1 MB/s' "an attempt that went on has a rate of its own"

# A real run, stopped by itself in the middle; its process is gone.
for _ in 1 2 3 4; do cat "$SRC/samples/mixed.warc.gz"; done >long.warc.gz
WARCSIFT_TEST=batch=20000,checkpoint=0,signal=15,step=60 "$WARCSIFT" -q -o begun long.warc.gz
is "$?" 75 "a run that is stopped"
run "$WARCSIFT" status begun
like out '^  inputs  *1  0 done, 0 running, 0 failed, 1 stopped on the way' "is told at once on the same host"
like out '^stopped: long, on ' "with its place"
WARCSIFT_TEST=batch=20000,checkpoint=0 "$WARCSIFT" -q -o begun long.warc.gz
run "$WARCSIFT" status begun
like out '^  inputs  *1  1 done, 0 running, 0 failed; no list' "and done when it was run again"

# Failures, and what waits.
: >list
for i in 0 1 2 3; do
    page "Page $i" one two three | response "http://example.org/$i" | gzip >"$i.warc.gz"
    echo "$i.warc.gz" >>list
done
echo nowhere.warc.gz >>list
"$WARCSIFT" -q -o real --task 0/2 @list 2>err
run "$WARCSIFT" status real
like out '^  inputs  *5  2 done, 0 running, 1 failed, 2 waiting$' "a task of two is done"
like out '^failed: nowhere.warc.gz' "an input is not there"
"$WARCSIFT" -q -o real --task 1/2 @list
run "$WARCSIFT" status real
like out '^  articles  *4$' "and the other one"
run "$WARCSIFT" status nowhere
is "$status" 2 "a directory that is not there"

# Bounded work: of very many stats files a sample is read.
rm -rf d && mkdir d
python3 - <<'EOF'
import os
with open("d/warcsift-inputs-0123456789abcdef.txt", "w") as f:
    f.writelines("in/%05d.warc.gz\n" % i for i in range(6000))
for i in range(5000):
    with open("d/%05d.stats.json" % i, "w") as f:
        f.write('{"bytes_in": 1000, "outcomes": {"article": %d}, "shards": []}' % (i % 2 * 2))
EOF
is "$(fields 'done' waiting estimated)" "5000 1000 true" "many inputs"
articles=$(fields articles)
ok "about 5000 articles ($articles)" test "$articles" -ge 4500 -a "$articles" -le 5500
done_testing
