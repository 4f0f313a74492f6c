#!/bin/sh
# --minhash: signatures beside the shards, the same ones for any number of threads and however the shards are cut.
# tests/corpus/minhash.t holds them against datatrove, resume.t kills runs that write them.
. "${0%/*}/lib.sh"

{
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do page "Number $i" w$i x$i y$i | response http://a.example/$i; done
    page "Number 3" w3 x3 y3 | response http://b.example/3
} | gzip >a.warc.gz
page Lonely one two | response http://c.example/ | gzip >b.warc.gz
printf 'GET / HTTP/1.1\r\n\r\n' | record request http://a/ application/http | gzip >none.warc.gz

run "$WARCSIFT" -q --minhash -o one a.warc.gz b.warc.gz none.warc.gz
is "$status" 0 "three inputs"
is "$(find one/minhash -name '*.sig' | wc -l | tr -d ' ')" 42 "a file for each of 14 bands, of each"
is "$(find one/minhash -type f | grep -cv 'bucket_0[01][0-9]/[a-z]*\.minhash\.sig$')" 0 "and no others"
is "$(cat one/minhash/bucket_013/a.minhash.sig | wc -c | tr -d ' ')" $((13 * 68)) "68 bytes of each article"
is "$(cat one/minhash/bucket_000/none.minhash.sig | wc -c | tr -d ' ')" 0 "none of an input without"
# The documents by their numbers: each once, and those of one text one behind the other.
records() { od -An -v -tx1 -w68 "$1" | tr -d ' '; }
is "$(records one/minhash/bucket_004/a.minhash.sig | cut -c 129-136 | sort | tr '\n' ' ')" \
    "00000000 01000000 02000000 03000000 04000000 05000000 06000000 07000000 08000000 09000000 0a000000 0b000000 0c000000 " \
    "numbered as the lines"
is "$(records one/minhash/bucket_004/a.minhash.sig | cut -c 1-128 | uniq -d | wc -l | tr -d ' ')" 1 "two are alike"
WARCSIFT_TEST=batch=4000 "$WARCSIFT" -q -j 4 --minhash -o many a.warc.gz b.warc.gz none.warc.gz
ok "the same with small batches and four threads" diff -r one/minhash many/minhash
"$WARCSIFT" -q --minhash --shard-size 4K --compress none -o small a.warc.gz b.warc.gz none.warc.gz
ok "numbers go on from shard to shard" diff -r one/minhash small/minhash
ok "there are several" test -e small/a-00002.jsonl
WARCSIFT_TEST=batch=4000 "$WARCSIFT" -q -j 3 --host-memory --minhash -o hosts a.warc.gz
ok "in two passes" test "$(wc -c <hosts/minhash/bucket_000/a.minhash.sig)" -eq $((13 * 68))

# Of lines that are compared anew, the same come out as duplicates.
"$WARCSIFT" dedup -q --exact-only --list -o clean one >removed
is "$(sed -n 's/.*"line":\([0-9]*\),.*"kept_line":\([0-9]*\),.*/\1 \2/p' removed)" "13 3" "dedup finds them, too"

run "$WARCSIFT" -q --minhash -o one a.warc.gz
is "$status" 0 "again"
cp -r one before
"$WARCSIFT" -q -o one a.warc.gz
ok "without the option the input is done anew" test one/a.stats.json -nt before/a.stats.json

run "$WARCSIFT" -q --minhash -o - a.warc.gz
is "$status" 2 "not with output to a stream"
run "$WARCSIFT" -q --minhash -o s3://bucket/x a.warc.gz
is "$status" 2 "nor to S3"
mkdir taken && : >taken/minhash
run "$WARCSIFT" -q --minhash -o taken a.warc.gz
is "$status" 3 "where the directory cannot be made"
done_testing
