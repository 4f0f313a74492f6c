#!/bin/sh
# Remote inputs in a second run: what is done is not read again, what was begun is gone on with where it was, and
# what has changed is read anew.
. "${0%/*}/remote.sh"

mkdir files
make_archive files/a.warc.gz 1500 7 2
make_archive files/other.warc.gz 1500 9 2
serve files
batch=batch=400000,checkpoint=0 # some 100 kB of the archive each
WARCSIFT_TEST=$batch "$WARCSIFT" -q -o local files/a.warc.gz
WARCSIFT_TEST=$batch "$WARCSIFT" -q -o local files/other.warc.gz
is "$(lines_in_gzip local/a.jsonl.gz)" 1500 "all pages of the archive are articles"

# Done before.
run "$WARCSIFT" -q -o twice "$url/a.warc.gz?n=done"
ls -li twice >before
run "$WARCSIFT" -o twice "$url/a.warc.gz?n=done"
is "$status" 0 "a second run"
like err '1 skipped, done before' "has nothing to do"
ls -li twice >after
same after before "and changes nothing"
grep -F '/a.warc.gz?n=done	' requests | cut -f 2 >got
printf '%s\n' - bytes=0-65535 >want
same got want "it asks for the beginning only"
run "$WARCSIFT" -q -o twice --force "$url/a.warc.gz?n=done"
is "$(requests '/a.warc.gz?n=done')" 3 "--force reads it all"
run "$WARCSIFT" -q -o twice --favor recall "$url/a.warc.gz?n=done"
is "$status" 0 "other options"
is "$(grep -F '/a.warc.gz?n=done	' requests | tail -n 1 | cut -f 2)" bytes=65536- "go on from the beginning to the rest"
touch -d '2024-01-01 00:00:00' files/a.warc.gz
run "$WARCSIFT" -o twice --favor recall "$url/a.warc.gz?n=done"
unlike err 'skipped, done before' "another ETag: done again"
run "$WARCSIFT" -q -o twice -j 2 "$url/a.warc.gz?n=many" "$url/missing.warc.gz" "$url/other.warc.gz?n=many"
is "$status" 1 "one of three is missing"
run "$WARCSIFT" -o twice -j 2 "$url/a.warc.gz?n=many" "$url/missing.warc.gz" "$url/other.warc.gz?n=many"
like err '2 skipped, done before' "the second run skips two"
is "$status" 1 "and the missing one is told again"

# Killed, at any place: what was read is not read again.
for step in 12 61 240; do
    rm -rf out.d
    status=0
    WARCSIFT_TEST=$batch,signal=9,step=$step "$WARCSIFT" -q -j 2 -o out.d "$url/a.warc.gz?rate=3000000&n=$step" 2>err || status=$?
    is "$status" 137 "killed at step $step"
    status=0
    WARCSIFT_TEST=$batch "$WARCSIFT" -q -j 2 -o out.d "$url/a.warc.gz?rate=3000000&n=$step" 2>err || status=$?
    is "$status" 0 "gone on with"
    same out.d/a.jsonl.gz local/a.jsonl.gz "the same bytes"
done
ok "from its middle" grep -q '^/a.warc.gz?rate=3000000&n=240	bytes=[0-9]\{7,\}-	' requests

# Stopped while the server is silent.
WARCSIFT_TEST=$batch "$WARCSIFT" -q -j 2 -o stopped "$url/a.warc.gz?stall=2000000&n=stop" 2>err &
pid=$!
tries=0
until grep -qs '"position": {' stopped/*.checkpoint || [ $tries -gt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
started=$(date +%s)
kill -TERM $pid
status=0
wait $pid || status=$?
is "$status" 75 "stopped while the server is silent"
ok "within seconds" test $(($(date +%s) - started)) -lt 8
is "$(cat err)" "" "which is no failure of the input"
status=0
WARCSIFT_TEST=$batch "$WARCSIFT" -q -j 2 -o stopped "$url/a.warc.gz?stall=2000000&n=stop" 2>err || status=$?
is "$status" 0 "gone on with"
same stopped/a.jsonl.gz local/a.jsonl.gz "the same bytes"
status=0
WARCSIFT_TEST=$batch "$WARCSIFT" -q -j 2 -o late --max-runtime 2 "$url/a.warc.gz?stall=2000000&n=late" 2>err || status=$?
is "$status" 75 "--max-runtime while the server is silent"
WARCSIFT_TEST=$batch "$WARCSIFT" -q -j 2 -o late "$url/a.warc.gz?stall=2000000&n=late" 2>err
same late/a.jsonl.gz local/a.jsonl.gz "the same bytes"

# Another object under the same address: nothing of the old one.
WARCSIFT_TEST=$batch,signal=9,step=40 "$WARCSIFT" -q -o new "$url/a.warc.gz?n=new" 2>err
cp files/other.warc.gz files/a.warc.gz
WARCSIFT_TEST=$batch "$WARCSIFT" -q -o new "$url/a.warc.gz?n=new" 2>err
zcat new/a.jsonl.gz | sed 's/"source":"a\./"source":"other./' >got
zcat local/other.jsonl.gz >want
same got want "an object that was replaced is read from its start"
done_testing
