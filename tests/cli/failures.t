#!/bin/sh
# When the output cannot be written, when its reader goes away, when the run is interrupted.
. "${0%/*}/lib.sh"

for i in 1 2 3; do
    page "Page $i" $(seq $i 200) | response "http://example.org/$i"
done | gzip >in.warc.gz

: >file
run "$WARCSIFT" -o file in.warc.gz
is "$status" 3 "the output directory is a file"
like err '^warcsift: file: .*Not a directory' "that is told"
run "$WARCSIFT" -o file/sub in.warc.gz
is "$status" 3 "and below a file"
if [ "$(id -u)" -eq 0 ]; then
    skip "root may write everywhere"
else
    mkdir locked
    chmod a-w locked
    run "$WARCSIFT" -o locked in.warc.gz
    is "$status" 3 "a directory that may not be written"
fi
mkdir -p taken/in.jsonl.gz/x
run "$WARCSIFT" -o taken in.warc.gz
is "$status" 3 "a directory stands where the shard should go"
like err '^warcsift: taken: .*in\.jsonl\.gz' "that is told"
ok "no part is left" no_parts taken
ok "nor stats" test ! -e taken/in.stats.json

if [ -w /dev/full ]; then
    status=0
    "$WARCSIFT" -o - in.warc.gz >/dev/full 2>err || status=$?
    is "$status" 3 "a full disk"
    like err 'No space left on device' "is told"
    status=0
    page Title a b c | "$WARCSIFT" extract - >/dev/full 2>err || status=$?
    is "$status" 3 "extract: a full disk"
    "$WARCSIFT" --help >/dev/full 2>err
    is $? 3 "--help: a full disk"
else
    skip "no /dev/full"
fi

# A reader that has seen enough.
for i in $(seq 1 300); do cat in.warc.gz; done >long.warc.gz
{
    status=0
    "$WARCSIFT" -o - long.warc.gz 2>err || status=$?
    echo $status >status
} | head -n 1 >first
is "$(cat status)" 3 "the reader goes away: exit status"
unlike err '[Bb]roken pipe' "and no word about it"
is "$(lines first)" 1 "it had its line"

# Interrupted. The input never ends; the signal comes when output was begun.
for signal in INT TERM; do
    rm -rf out.d fifo
    mkfifo fifo
    { while cat in.warc.gz 2>/dev/null; do :; done; } >fifo 2>/dev/null &
    feeder=$!
    "$WARCSIFT" -j 2 -o out.d in.warc.gz - <fifo 2>err &
    run_pid=$!
    tries=0
    while [ -z "$(find out.d -name 'stdin*.part' 2>/dev/null)" ] && [ $tries -lt 200 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -s $signal $run_pid
    wait $run_pid
    is $? 75 "SIG$signal: exit status"
    kill $feeder 2>/dev/null
    wait $feeder 2>/dev/null
    ok "SIG$signal: no part is left" no_parts out.d
    is "$(cd out.d && echo [!w]*)" "in.jsonl.gz in.stats.json" "SIG$signal: what was finished stays"
    like err 'interrupted' "SIG$signal: it is told"
done
done_testing
