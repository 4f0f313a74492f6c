#!/bin/sh
# warcsift check, and --verify-digests of the batch run.
. "${0%/*}/lib.sh"

sha1() { python3 -c 'import base64, hashlib, sys; print(base64.b32encode(hashlib.sha1(sys.stdin.buffer.read()).digest()).decode())'; }
md5() { python3 -c 'import hashlib, sys; print(hashlib.md5(sys.stdin.buffer.read()).hexdigest())'; }

# with_digests URL BLOCK_DIGEST PAYLOAD_DIGEST <BLOCK
with_digests() {
    record response "$1" 'application/http; msgtype=response' "WARC-Block-Digest: $2" "WARC-Payload-Digest: $3"
}
page Good a b c >page.html
{ printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'; cat page.html; } >plain.http
{ printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n' "$(wc -c <page.html)"; cat page.html; printf '\r\n0\r\n\r\n'; } >chunked.http
wrong=sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
with_digests http://a/1 "sha1:$(sha1 <plain.http)" "md5:$(md5 <page.html)" <plain.http | gzip >1.gz
with_digests http://a/2 "sha1:$(sha1 <chunked.http)" "sha1:$(sha1 <page.html)" <chunked.http | gzip >2.gz
with_digests http://a/3 "$wrong" "sha1:$(sha1 <page.html)" <plain.http | gzip >3.gz
with_digests http://a/4 "blake3:00" "$wrong" <plain.http | gzip >4.gz
response http://a/5 <page.html | gzip >5.gz
cat 1.gz 2.gz 5.gz >good.warc.gz
cat 1.gz 2.gz 3.gz 4.gz 5.gz >bad.warc.gz
third=$(cat 1.gz 2.gz | wc -c | tr -d ' ') fourth=$(cat 1.gz 2.gz 3.gz | wc -c | tr -d ' ')

run "$WARCSIFT" check good.warc.gz
is "$status,$(cat err)" "0," "a sound file"
is "$(cat out)" "good.warc.gz: 3 records, 0 errors, 0 warnings; digests: 4 ok, 0 wrong, 0 unknown, 2 absent; 0 records not addressable alone" "a line about it"
run "$WARCSIFT" check -q good.warc.gz
is "$status,$(cat out)" "0," "-q: nothing to say"
run "$WARCSIFT" check bad.warc.gz good.warc.gz
is "$status" 1 "wrong digests"
like out "^bad\.warc\.gz: error: offset $third: the digest of the block is wrong \(digest\)\$" "of a block"
like out "^bad\.warc\.gz: error: offset $fourth: the digest of the payload is wrong \(digest\)\$" "of a payload"
like out "^bad\.warc\.gz: warning: offset $fourth: the digest of the block is in no known notation \(digest\)\$" "one that cannot be verified"
like out '^bad\.warc\.gz: 5 records, 2 errors, 1 warnings; digests: 5 ok, 2 wrong, 1 unknown, 2 absent' "the sums"
like out '^good\.warc\.gz: 3 records, 0 errors' "and the next file"

run "$WARCSIFT" -o out.d --verify-digests bad.warc.gz
is "$status" 1 "--verify-digests: the exit status"
is "$(count out.d/bad article)" 5 "every record is used all the same"
like err "^warcsift: bad\.warc\.gz: offset $third: the digest of the block is wrong \(digest\)" "a line about the block"
like err "^warcsift: bad\.warc\.gz: offset $fourth: the digest of the payload is wrong \(digest\)" "and the payload"
like err '^  digests +8  ok 5, wrong 2, unknown 1, absent 2$' "the summary counts them"
like out.d/bad.stats.json '"block": \{"ok": 2, "wrong": 1, "unknown": 1, "absent": 1\}' "the stats file, too"
like out.d/bad.stats.json '"payload": \{"ok": 3, "wrong": 1, "unknown": 0, "absent": 1\}' "of payloads"
like out.d/bad.stats.json "\"code\": \"digest\", \"offset\": $third" "with their places"
is "$(count out.d/bad places)" 0 "nothing is counted as lost"
for j in 1 3; do "$WARCSIFT" -q -j $j -o j$j --verify-digests bad.warc.gz; done
same j1/bad.stats.json j3/bad.stats.json "the same for any number of threads"
run "$WARCSIFT" -o quiet.d bad.warc.gz
is "$status" 0 "without the option nobody looks"
like quiet.d/bad.stats.json '"digests": null' "and says so"
run "$WARCSIFT" -o good.d --verify-digests good.warc.gz
is "$status" 0 "good ones"

# Structure.
{ head -c 400 1.gz && cat 2.gz; } >damaged.warc.gz
run "$WARCSIFT" check damaged.warc.gz
is "$status" 1 "a broken member"
like out '^damaged\.warc\.gz: error: offset 0: .* \([a-z_]+' "is an error"
like out 'damaged\.warc\.gz: 1 records|damaged\.warc\.gz: 2 records' "and the next record is read"
gzip -dc 5.gz | sed 's/^WARC-Date: .*/WARC-Date: 2024-13-01\r/; s/^WARC-Target-URI: .*\r$/X: y\r/' >odd.warc
run "$WARCSIFT" check odd.warc
is "$status" 0 "oddities are no errors"
like out 'odd\.warc: warning: offset 0: a WARC-Date that is no date' "a date"
like out 'odd\.warc: warning: offset 0: no WARC-Target-URI' "an address"
printf 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nthis is no gzip at all' |
    record response http://a/ 'application/http; msgtype=response' >coding.warc
run "$WARCSIFT" check coding.warc
like out 'coding\.warc: warning: offset 0: .*gzip.*\(http_untrue\)' "a coding that is not true"
gzip -dc good.warc.gz | gzip >whole.warc.gz
run "$WARCSIFT" check whole.warc.gz
like out '3 records not addressable alone$' "records that share a member"
printf 'no archive' >no.warc
run "$WARCSIFT" check no.warc missing.warc good.warc.gz
is "$status,$(grep -c '^no\.warc: error: \|^missing\.warc: error: ' out)" 1,2 "no archives"
like out '^good\.warc\.gz: 3 records' "do not keep it from the next"
done_testing
