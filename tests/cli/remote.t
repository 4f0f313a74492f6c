#!/bin/sh
# Remote inputs over HTTP: whatever the network does, the output is that of the local file, or the input fails
# and nothing of it is published.
. "${0%/*}/remote.sh"

mkdir files
make_archive files/a.warc.gz 900 7 2
make_archive files/b.warc.gz 30 8 2
serve files
"$WARCSIFT" -q -o local files/a.warc.gz files/b.warc.gz
"$WARCSIFT" -q -o piped --stdin-name a.warc.gz - <files/a.warc.gz
size=$(wc -c <files/a.warc.gz)
ok "the archive is worth a transfer" test "$size" -gt 2000000
for d in local piped; do is "$(lines_in_gzip $d/a.jsonl.gz)" 900 "all pages of it are articles: $d"; done

# sift_remote QUERY [OPTION...]: a.warc.gz with that fault.
sift_remote() {
    query=$1
    shift
    rm -rf out.d
    run "$WARCSIFT" -q -o out.d "$@" "$url/a.warc.gz?$query"
}

# survives WHAT REQUESTS QUERY [OPTION...]: the bytes are those of the local file.
survives() {
    what=$1 want=$2
    shift 2
    sift_remote "$@"
    is "$status" 0 "$what"
    same out.d/a.jsonl.gz local/a.jsonl.gz "$what: same bytes"
    is "$(requests "?$query")" "$want" "$what: requests"
}

# fails WHAT REQUESTS MESSAGE QUERY [OPTION...]: the input fails and leaves nothing.
fails() {
    what=$1 want=$2 message=$3
    shift 3
    sift_remote "$@"
    is "$status" 1 "$what: exit status"
    like err "^warcsift: $url/a\\.warc\\.gz.*: $message" "$what: told with its address"
    is "$(ls out.d)" a.failed.json "$what: nothing is published"
    is "$(requests "?$query")" "$want" "$what: requests"
}

survives "a server that works" 1 n=1
survives "one thread" 1 n=2 -j 1
survives "hardly any read-ahead" 1 n=3 --read-ahead 64K
survives "a slow server" 1 rate=4000000
survives "redirects" 1 redirect=0\&n=1
sift_remote redirect=3
same out.d/a.jsonl.gz local/a.jsonl.gz "three redirects"
like requests '	warcsift/[0-9.]*	200$' "the program says its name"

survives "connection reset" 3 'reset=700000&times=2'
survives "early close" 4 'cut=600000&times=3'
survives "silence" 2 'stall=500000' --timeout 1
survives "silence before the first byte" 2 'stall=0' --timeout 1
survives "503 with Retry-After" 3 'status=503&after=1&times=2'
survives "429 with Retry-After" 2 'status=429&after=1'
survives "429 with a date" 2 'status=429&after=Sun,%2006%20Nov%201994%2008:49:37%20GMT'
survives "500" 2 status=500
survives "403, once" 2 status=403
survives "408" 2 status=408
survives "Range ignored" 2 'norange&cut=900000'
survives "Range ignored, and again" 3 'norange&reset=1500000&times=2'
survives "a weak ETag" 2 'etag=weak&cut=1000000'
survives "no ETag, no date" 2 'etag=none&cut=1000000'
like requests 'etag=weak&cut=1000000	bytes=1000000-	-	' "no If-Range for a weak ETag"
like requests 'cut=600000&times=3	bytes=[0-9]+-	"[0-9a-f]+-[0-9a-f]+-0"	' "and for a strong one there is"
ok "error bodies have a length" grep -q '	503$' requests

fails "404" 1 'HTTP status 404$' 'status=404&times=0'
fails "401" 1 'HTTP status 401$' 'status=401&times=0'
fails "503 for ever" 3 'HTTP status 503 \(attempts: 3\)$' 'status=503&times=0' --retries 2
fails "never more than some bytes" 2 '(transfer closed|end of response) .*\(attempts: 2\)$' 'cut=1000&times=0' --retries 1
fails "another ETag" 2 'changed while it was read$' 'etag=changes&cut=1000000'
fails "another ETag in a 206" 2 'changed while it was read$' 'etag=mixed&cut=1000000'
fails "another length" 2 'changed while it was read$' 'grows&etag=none&cut=1000000'
fails "the wrong range" 2 'the server sent other bytes than it was asked for$' 'elsewhere&cut=1000000'
fails "redirects for ever" 1 'Maximum \(10\) redirects followed' redirect=11 --retries 0
fails "redirect to a file on this machine" 1 'Protocol "file" ' "to=file://$tmp/files/a.warc.gz" --retries 0
fails "nobody can say if it is the same" 2 'broke off, and the server gives nothing' 'etag=none&chunked&cut=1000000'
run "$WARCSIFT" -q -o out.d "$url/missing.warc.gz" "$url/b.warc.gz"
is "$status" 1 "an input that fails"
same out.d/b.jsonl.gz local/b.jsonl.gz "and the next one that does not"
run "$WARCSIFT" -q -o out.d --retries 0 http://127.0.0.1:1/x.warc.gz
is "$status" 1 "nobody listens"
like err 'http://127\.0\.0\.1:1/x\.warc\.gz: Failed to connect' "is told"

# Without a length it is a stream, as the standard input is.
for fault in chunked 'chunked&cut=1000000' 'chunked&cut=1000000&norange'; do
    sift_remote "$fault"
    is "$status" 0 "$fault"
    same out.d/a.jsonl.gz piped/a.jsonl.gz "$fault: as the standard input"
done

# A wrong bit is no matter of the network: it shows as damage.
rm -rf out.d
run "$WARCSIFT" -v -o out.d "$url/a.warc.gz?flip=1000000"
is "$status" 1 "a wrong bit: exit status"
like err 'a\.warc\.gz\?flip=1000000: offset [0-9]+: .*(checksum|inflate|garbage|truncated)' "told with its place"
mkdir bad
python3 - files/a.warc.gz bad/a.warc.gz <<'PYTHON'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[1000000] ^= 0x10
open(sys.argv[2], "wb").write(data)
PYTHON
run "$WARCSIFT" -q -o flipped bad/a.warc.gz
same out.d/a.jsonl.gz flipped/a.jsonl.gz "what is lost is what is lost in such a file"

# Other ways of reading.
sift_remote 'cut=500000&times=3&n=host' --host-memory
run "$WARCSIFT" -q -o hosts --host-memory files/a.warc.gz
same out.d/a.jsonl.gz hosts/a.jsonl.gz "--host-memory reads it twice"
fails "--host-memory: another one the second time" 2 'changed while it was read$' etag=changes\&n=1 --host-memory
"$WARCSIFT" index files/a.warc.gz >all.cdxj
awk -F '"offset": "' '{ print $2 + 0 "\t" $0 }' all.cdxj | sort -n | cut -f 2- >by-offset.cdxj
awk 'NR % 300 == 200' by-offset.cdxj >few.cdxj
run "$WARCSIFT" -q -o listed --cdx few.cdxj files/a.warc.gz
for fault in n=cdx 'cut=30000&n=cdx' 'norange&n=cdx'; do
    sift_remote "$fault" --cdx few.cdxj
    is "$status" 0 "--cdx, $fault"
    same out.d/a.jsonl.gz listed/a.jsonl.gz "--cdx, $fault: same bytes"
done
ok "parts are asked for, not the whole" test "$(grep -c '?n=cdx	bytes=[0-9]*-[0-9]' requests)" -ge 4
run "$WARCSIFT" -q -o out.d --cdx all.cdxj "$url/a.warc.gz?n=all"
run "$WARCSIFT" -q -o listed --cdx all.cdxj files/a.warc.gz
same out.d/a.jsonl.gz listed/a.jsonl.gz "--cdx with all of it"
ok "few requests, when reading goes on and on" test "$(requests '?n=all')" -lt 20
sift_remote 'chunked&norange&n=cdx' --cdx few.cdxj
is "$status" 1 "--cdx needs a length"
like err 'only a file can be read from its middle' "which is told"

for command in ls check index; do
    run "$WARCSIFT" $command "$url/b.warc.gz?cut=40000&n=$command"
    sed "s,$url/b.warc.gz?cut=40000&n=$command,files/b.warc.gz," out >remote.out
    is "$status" 0 "$command"
    "$WARCSIFT" $command files/b.warc.gz >local.out
    same remote.out local.out "$command: the same"
done
offset=$(tail -n 1 by-offset.cdxj | sed 's/.*"offset": "\([0-9]*\)".*/\1/')
run "$WARCSIFT" cat "$url/a.warc.gz?n=cat" "$offset"
"$WARCSIFT" cat files/a.warc.gz "$offset" >local.out
same out local.out "cat"
ok "cat reads the record, not the file" test "$(requests '?n=cat')" -le 3
run "$WARCSIFT" cat "$url/missing.warc.gz" 0
is "$status" 1 "cat: there is none"

# Lists.
printf '# a comment\n\na.warc.gz\n/b.warc.gz\r\n' >files/paths
gzip -k files/paths
for list in "$url/paths" "$url/paths.gz?cut=20" "$tmp/files/relative.gz"; do
    sed s,^/,, files/paths | gzip >files/relative.gz
    rm -rf out.d
    run "$WARCSIFT" -q -o out.d --prefix "$url" "@$list"
    is "$status" 0 "@$list"
    same out.d/a.jsonl.gz local/a.jsonl.gz "the first one"
    same out.d/b.jsonl.gz local/b.jsonl.gz "the second one"
done
run "$WARCSIFT" -q -o out.d "@$url/paths"
is "$status" 2 "a remote list of paths without --prefix"
like err 'paths: lists what is no address: say --prefix URL' "is told"
run "$WARCSIFT" -q -o out.d "@$url/nothing"
is "$status" 2 "a remote list that is not there"
like err '/nothing: HTTP status 404' "is told"
printf '%s\n' "$url/b.warc.gz" "$tmp/files/a.warc.gz" >mixed
run "$WARCSIFT" -q -o out.d --prefix http://127.0.0.1:1/ @mixed
is "$status" 0 "addresses and absolute paths get no prefix"
head -c 40 files/paths.gz >files/short.gz
run "$WARCSIFT" -q -o out.d --prefix "$url" "@$url/short.gz"
is "$status" 2 "a list that is cut off"
run "$WARCSIFT" -q -o out.d "$url/"
is "$status" 2 "an address without a name"
like err '/: names no file' "is told"

# Several inputs: the next ones are on their way before this one ends.
for i in 1 2 3; do cp files/b.warc.gz files/b$i.warc.gz; done
run "$WARCSIFT" -q -j 2 -o out.d "$url/b1.warc.gz?rate=50000&n=p" "$url/b2.warc.gz?n=p" "$url/b3.warc.gz?n=p"
is "$status" 0 "several inputs"
is "$(sed '/^sent.*b1/q' requests | grep -c '^/b[123].*n=p')" 3 "all of them are asked for before the first is sent"
for i in 1 2 3; do
    zcat out.d/b$i.jsonl.gz | sed "s/b$i\.warc/b.warc/" >got
    zcat local/b.jsonl.gz >want
    same got want "number $i"
done

# As the environment has it.
rm -rf out.d
run env no_proxy= NO_PROXY= http_proxy="$url" "$WARCSIFT" -q -o out.d http://example.invalid/b.warc.gz
is "$status" 0 "by a proxy"
same out.d/b.jsonl.gz local/b.jsonl.gz "the same bytes"
like requests '^http://example\.invalid/b\.warc\.gz	' "the proxy was asked"

# An interrupted run does not wait for a server.
"$WARCSIFT" -q -o stopped "$url/a.warc.gz?stall=100000&times=0&n=stop" 2>err &
pid=$!
tries=0
until [ "$(requests n=stop)" -gt 0 ] || [ $tries -gt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -TERM $pid
status=0
wait $pid || status=$?
is "$status" 75 "interrupted while the server is silent"
is "$(cat err)" "" "which is no failure of the input"

# Nobody knows who signed for this server.
if command -v openssl >/dev/null && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \
    -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null; then
    cat key.pem cert.pem >server.pem
    serve files "$tmp/server.pem"
    rm -rf out.d
    run "$WARCSIFT" -q -o out.d "$url/b.warc.gz"
    is "$status" 1 "a certificate that is not trusted"
    like err "^warcsift: $url/b\\.warc\\.gz: SSL certificate problem" "is told, at once"
else
    skip "no openssl to make a certificate with"
fi
done_testing
