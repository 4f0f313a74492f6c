#!/bin/sh
# warcsift index: CDXJ.
. "${0%/*}/lib.sh"

: >a.warc.gz
for i in 3 1 2; do page "Page $i" a$i | response "http://www.example.org/$i?b=1&a=2" | gzip >>a.warc.gz; done
page four x | response http://example.com/ '404 Not Found' 'Content-Type: Text/HTML ; charset=x' 'Location: x' | gzip >>a.warc.gz
printf 'GET / HTTP/1.1\r\n\r\n' | record request http://example.com/ 'application/http; msgtype=request' | gzip >>a.warc.gz
printf 'via: x\r\n' | record metadata http://example.com/ application/warc-fields | gzip >>a.warc.gz
printf '{}' | record metadata urn:x:y application/json 'WARC-Payload-Digest: sha256:abc' | gzip >>a.warc.gz
printf 'HTTP/1.1 200 OK\r\n\r\n' | record revisit http://example.com/r application/http 'WARC-Payload-Digest: sha1:ABC' | gzip >>a.warc.gz

run "$WARCSIFT" index a.warc.gz
is "$status,$(cat err)" "0," "an index"
is "$(cut -d ' ' -f 1,2 out)" 'com,example)/ 20240501102030
com,example)/r 20240501102030
org,example)/1?a=2&b=1 20240501102030
org,example)/2?a=2&b=1 20240501102030
org,example)/3?a=2&b=1 20240501102030
urn:x:y 20240501102030' "sorted by key; no requests, no fields of the crawler"
like out '^com,example\)/ [0-9]* \{"url": "http://example.com/", "mime": "text/html", "status": "404", .*"length": "[0-9]+", "offset": "[0-9]+", "filename": "a\.warc\.gz"\}$' "the fields of a response"
like out '"mime": "warc/revisit", "status": "200", "digest": "ABC", ' "a revisit; sha1 goes without saying"
like out '"mime": "application/json", "digest": "sha256:abc", ' "another algorithm is named"
LC_ALL=C sort out >sorted
same out sorted "the order is that of the bytes"
cp out want
run "$WARCSIFT" index --sort-memory 300 a.warc.gz
same out want "the same through temporary files"
run env TMPDIR="$tmp/missing" "$WARCSIFT" index --sort-memory 300 a.warc.gz
is "$status" 3 "no place for them"
like err 'missing: No such file' "is told"
run sh -c 'cat a.warc.gz | "$1" index --stdin-name a.warc.gz -' sh "$WARCSIFT"
same out want "the same of a pipe"
digest=$(printf abc | record resource http://a/ text/plain | "$WARCSIFT" index - | sed 's/.*"digest": "\([^"]*\)".*/\1/')
is "$digest" VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5 "a digest that is not given is computed"

# Each line leads back to its record.
ok "offset and length are those of the records" python3 - a.warc.gz out <<'END'
import gzip, json, sys
data = open(sys.argv[1], "rb").read()
for line in open(sys.argv[2]):
    o = json.loads(line.split(" ", 2)[2])
    at, n = int(o["offset"]), int(o["length"])
    assert b"WARC-Target-URI: " + o["url"].encode() in gzip.decompress(data[at:at + n]), line
END

gzip -dc a.warc.gz | gzip >whole.warc.gz
run "$WARCSIFT" index whole.warc.gz
is "$status,$(lines out)" 1,0 "records that cannot be addressed are not in it"
like err 'whole\.warc\.gz: 6 records cannot be addressed' "which is told"
gzip -dc a.warc.gz | sed 's/^WARC-Date: .*/WARC-Date: yesterday\r/' >plain.warc
run "$WARCSIFT" index plain.warc
is "$status,$(cut -d ' ' -f 2 out | sort -u)" 0,- "a date that is none"
derived=$WS_SHARED/warc/derived
if [ -r "$derived/cc-look-small.cdxj" ]; then
    ok "the same records as Common Crawl's layout has them" python3 - "$WARCSIFT" "$derived/cc-look-small" <<'END'
import json, subprocess, sys
program, name = sys.argv[1:]
def load(lines):
    found = {}
    for line in lines:
        key, time, o = line.split(" ", 2)
        o = json.loads(o)
        found[o["offset"]] = (key, time) + tuple(o[k] for k in ("url", "mime", "status", "digest", "length", "filename"))
    return found
got = load(subprocess.run([program, "index", name + ".warc.gz"], stdout=subprocess.PIPE).stdout.decode().splitlines())
want = load(open(name + ".cdxj"))
assert want and got == want, (len(got), len(want))
END
else
    skip "no shared files"
fi
done_testing
