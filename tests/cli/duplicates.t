#!/bin/sh
# --dedup and --url-dedup: of what is alike in one input the first is written, whatever the threads and kills; and that
# is what warcsift dedup makes of the shards.
. "${0%/*}/lib.sh"
command -v python3 >/dev/null || skip_all "no python3"

# 120 documents: every fifth has the text of an earlier one, every seventh nearly, every eleventh an address.
cat >make.py <<'END'
import gzip, random, sys
random.seed(3)
WORDS = ["".join(random.choice("bdfgklmnprst") + random.choice("aeiou") for _ in range(3)) for i in range(3000)]
def record(n, url, text):
    page = "<html lang=en><title>T</title><body><article>%s</article></body></html>" % "".join("<p>%s</p>" % t for t in text)
    block = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=%s\r\n\r\n%s" % (("utf-8", "iso-8859-2")[n % 2], page)).encode()
    return ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            "WARC-Date: 2024-05-01T10:20:30Z\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\n"
            "Content-Length: %d\r\n\r\n" % (n, url, len(block))).encode() + block + b"\r\n\r\n"
def sentence():
    return " ".join(random.choice(WORDS) for _ in range(40)).capitalize() + ", and that is all."
texts, urls, all_, first = [], [], [], []
for n in range(120):
    text, url = [sentence() for _ in range(8)], "http://h%d.example/a?b=%d&c=1" % (n % 3, n)
    exact, near, same = n % 5 == 4, n % 7 == 6 and n % 5 != 4, n % 11 == 10
    if exact:
        text = random.choice(texts)
    elif near:
        text = list(random.choice(texts))
        text[3] += " More."
    else:
        texts.append(text)
    if same:
        url = random.choice(urls).replace("http:", "https:").replace("b=", "utm_source=x&b=") + "#top"
    else:
        urls.append(url)
    r = gzip.compress(record(n, url, text), mtime=0)
    all_.append(r)
    if not exact:
        first.append(r)
open("in.warc.gz", "wb").write(b"".join(all_))
open("first.warc.gz", "wb").write(b"".join(first))
END
python3 make.py
small() { WARCSIFT_TEST=batch=4000,checkpoint=${checkpoint:-1000} "$WARCSIFT" -q --compress none --use-crawl-metadata "$@"; }
small -o all in.warc.gz
mkdir first && cp first.warc.gz first/in.warc.gz
small -o one first/in.warc.gz

for kind in exact near url; do
    option="--dedup $kind" rule=
    [ $kind = exact ] && rule=--exact-only
    [ $kind = url ] && option=--url-dedup rule=--by-url
    "$WARCSIFT" dedup -q --keep first $rule -o want-$kind all/in.jsonl
    for threads in 1 4; do
        # shellcheck disable=SC2086 # words
        small -j $threads -o $kind$threads $option in.warc.gz
        same $kind$threads/in.jsonl want-$kind/in.jsonl "$kind, -j $threads: as warcsift dedup has it"
    done
    same ${kind}4/in.stats.json ${kind}1/in.stats.json "$kind: the same counts"
    ok "$kind: outcomes add up" outcomes_add_up ${kind}1/in.stats.json
    dropped=$(($(lines all/in.jsonl) - $(lines ${kind}1/in.jsonl)))
    ok "$kind: $dropped dropped" test "$dropped" -gt 5
    is "$(count ${kind}1/in duplicate),$(count ${kind}1/in article)" "$dropped,$((120 - dropped))" "$kind: all are counted"
    is "$(sed -n '/"charsets"/,/}/p' ${kind}1/in.stats.json | awk '/[0-9]/ { gsub(/[^0-9]/, "", $NF); n += $NF } END { print n }')" \
        $((120 - dropped)) "$kind: so are the charsets of those that are written"
done
is "$(count exact1/in exact_duplicate),$(count near1/in exact_duplicate)" 24,24 "one reason"
ok "and another" test "$(count near1/in near_duplicate)" -gt 5
ids() { sed 's/.*"id":"\([^"]*\)".*/\1/' "$1"; }
ids exact1/in.jsonl >got
ids one/in.jsonl >want
same got want "the first of each stays"
small -o - --dedup near --url-dedup in.warc.gz >streamed
small -o both --dedup near --url-dedup in.warc.gz
same streamed both/in.jsonl "to the standard output, both at once"
ok "what has the address of one that was not written itself is none" test "$(count both/in url_duplicate)" -lt "$(count url1/in url_duplicate)"

# Compressed and split: what stays is compressed again.
for how in "--compress gzip" "--shard-size 8K"; do
    # shellcheck disable=SC2086 # words
    small -j 3 -o "packed" --dedup near $how in.warc.gz
    for f in packed/*.jsonl*; do case $f in *.gz) gzip -dc "$f" ;; *) cat "$f" ;; esac; done >got
    same got near1/in.jsonl "the same lines with $how"
    rm -r packed
done

# With the other parts: rejects, signatures, schemas.
for schema in flat datatrove; do
    small -o with --schema $schema --dedup exact --rejects rejected --minhash in.warc.gz
    is "$(grep -c '"reject_reason":"exact_duplicate"' rejected/in.jsonl)" 24 "$schema: rejects have the reason"
    ok "$schema: and are JSON" python3 -c "
import json
for line in open('rejected/in.jsonl'):
    r = json.loads(line)
    assert (r if '$schema' == 'flat' else r['metadata'])['reject_reason'] == 'exact_duplicate'"
    small -o without --schema $schema --minhash first/in.warc.gz
    (cd with/minhash && cat bucket_*/* | sha256sum) >got
    (cd without/minhash && cat bucket_*/* | sha256sum) >want
    same got want "$schema: signatures are those of what stays"
    rm -r with without rejected
done

# Killed again and again.
killed=0 runs=0 status=0
while [ $runs -lt 60 ]; do
    runs=$((runs + 1)) status=0
    WARCSIFT_TEST=batch=4000,checkpoint=0,signal=9,step=$((runs * 11 % 90 + 40)) "$WARCSIFT" -q -j $((runs % 3 + 1)) -o d \
        --compress none --use-crawl-metadata --dedup near --url-dedup in.warc.gz 2>err || status=$?
    [ $status -eq 137 ] || break
    killed=$((killed + 1))
done 2>/dev/null
is "$status" 0 "done after $killed kills"
ok "there were some" test $killed -gt 3
same d/in.jsonl both/in.jsonl "the same lines"
same d/in.stats.json both/in.stats.json "the same counts"

# Inputs are judged by themselves.
cp in.warc.gz again.warc.gz
small -o two --dedup near in.warc.gz again.warc.gz
sed 's/"source":"again/"source":"in/' two/again.jsonl >got
same got near1/in.jsonl "what another input has is no duplicate"
run "$WARCSIFT" -q -o x --dedup alike in.warc.gz
is "$status" 2 "no other kind"
done_testing
