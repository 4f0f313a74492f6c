#!/bin/sh
# warcsift cat: one record.
. "${0%/*}/lib.sh"

page One a | response http://example.org/1 >r1
printf 'Some pages are sent in a coding of their own.' | gzip >body
{ printf 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n' "$(wc -c <body)"; cat body; printf '\r\n0\r\n\r\n'; } |
    record response http://example.org/2 'application/http; msgtype=response' >r2
printf 'a resource' | record resource http://example.org/3 text/plain | sed 's/\r$//' >r3
cat r1 r2 r3 >a.warc
gzip -c r1 >1.gz
gzip -c r2 >2.gz
gzip -c r3 >3.gz
cat 1.gz 2.gz 3.gz >a.warc.gz

offsets() { "$WARCSIFT" ls --json "$1" | sed 's/.*"offset":\([0-9]*\).*/\1/'; }
for file in a.warc a.warc.gz; do
    n=0
    for offset in $(offsets $file); do
        n=$((n + 1))
        run "$WARCSIFT" cat $file "$offset"
        same out r$n "$file: record $n as it is stored"
    done
done
second=$(offsets a.warc.gz | sed -n 2p)
run "$WARCSIFT" cat --headers a.warc.gz "$second"
sed '/^Transfer-Encoding/{n;q;}' r2 >want
same out want "--headers: of the record and of the message"
run "$WARCSIFT" cat --payload a.warc.gz "$second"
is "$status,$(cat out)" "0,Some pages are sent in a coding of their own." "--payload: chunks and gzip undone"
third=$(offsets a.warc.gz | sed -n 3p)
run "$WARCSIFT" cat --payload a.warc.gz "$third"
is "$(cat out)" "a resource" "--payload of a record that is no message"
run sh -c 'cat a.warc.gz | "$1" cat - "$2"' sh "$WARCSIFT" "$second"
same out r2 "a pipe is read up to the record"

# Nothing before the record is read: a hole there does not matter.
{ head -c $((second - 20)) /dev/zero && tail -c +$((second - 19)) a.warc.gz; } >hole.warc.gz
run "$WARCSIFT" cat hole.warc.gz "$second"
same out r2 "what stands before is not read"

run "$WARCSIFT" cat a.warc.gz $((second + 1))
is "$status,$(cat out)" "1," "no record begins there"
like err "a\.warc\.gz: offset $((second + 1)): bytes between gzip members that are none" "which is told"
run "$WARCSIFT" cat a.warc 1
is "$status" 1 "nor there"
like err "a\.warc: .*offset 1" "the same"
run "$WARCSIFT" cat a.warc 999999
is "$status" 1 "behind the end"
like err 'no record begins at offset 999999' "the same"
head -c $((third + 30)) a.warc.gz >cut.warc.gz
run "$WARCSIFT" cat cut.warc.gz "$third"
is "$status,$(cat out)" "1," "a record that is cut off"
like err 'cut\.warc\.gz: offset .*truncated' "is told as such"
for args in "" "a.warc" "a.warc x" "a.warc 1K" "a.warc 0 0" "--headers --payload a.warc 0"; do
    # shellcheck disable=SC2086 # several arguments
    run "$WARCSIFT" cat $args
    is "$status" 2 "usage: cat $args"
done
run "$WARCSIFT" cat missing.warc 0
is "$status" 1 "a missing file"
printf 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nthis is no gzip at all' |
    record response http://example.org/4 'application/http; msgtype=response' >odd.warc
run "$WARCSIFT" cat --payload odd.warc 0
is "$status,$(cat out)" "0,this is no gzip at all" "a header that is not true"
like err 'odd\.warc: offset 0: .*gzip' "is told"

# Members of any size: a record may begin in the middle of one, behind the end of the record before.
for i in 0 1 2 3 4 5 6 7 8 9; do
    dd if=a.warc bs=300 skip=$i count=1 2>/dev/null | gzip
done >shared.gz
for offset in $(offsets shared.gz | sort -nu); do
    run "$WARCSIFT" cat shared.gz "$offset"
    is "$status,$(head -c 5 out)" "0,WARC/" "a record at $offset that shares its member"
done
done_testing
