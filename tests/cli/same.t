#!/bin/sh
# The same bytes for any number of threads, from a file as from a pipe; a pipe gives the lines of the file, and so does any
# way of compressing the records. The archive is several batches long, and a part of it is damaged.
. "${0%/*}/lib.sh"

# A page of 101 paragraphs, 300 bytes each, and enough script that a batch holds few pages.
long_page() {
    page "Long page $1" $(seq "$1" $(($1 + 100))) | sed '$d'
    echo '<script>'
    seq -s ', ' "$1" $(($1 + 20000))
    echo '</script></body></html>'
}
: >plain.warc
: >members.warc.gz
for i in $(seq 1000 1000 76000); do
    long_page "$i" | response "http://example.org/$i" >.r
    cat .r >>plain.warc
    gzip -1 <.r >>members.warc.gz
done
gzip -1 <plain.warc >whole.warc.gz
size=$(wc -c <plain.warc)
ok "the archive takes more than two batches of 4 MiB ($size bytes)" test "$size" -gt 9000000
half=$(($(wc -c <members.warc.gz) / 2))
{ head -c $half members.warc.gz && printf 'rubbish' && tail -c +$((half + 40)) members.warc.gz; } >damaged.warc.gz

for archive in plain.warc members.warc.gz damaged.warc.gz; do
    for threads in 1 2 8; do
        run "$WARCSIFT" -q -j $threads -o "file$threads" $archive
        file_status=$status
        # A pipe, not a file on standard input.
        # shellcheck disable=SC2002
        cat $archive | "$WARCSIFT" -q -j $threads -o "pipe$threads" --stdin-name $archive -
        is $? $file_status "$archive from a pipe, -j $threads: same exit status"
    done
    name=${archive%%.*}
    for threads in 2 8; do
        same file$threads/$name.jsonl.gz file1/$name.jsonl.gz "$archive: -j $threads as -j 1"
        same file$threads/$name.stats.json file1/$name.stats.json "$archive: its stats, too"
        same pipe$threads/$name.jsonl.gz pipe1/$name.jsonl.gz "$archive from a pipe: -j $threads as -j 1"
    done
    gzip -dc pipe1/$name.jsonl.gz >piped
    gzip -dc file1/$name.jsonl.gz >filed
    same piped filed "$archive from a pipe: the lines as from a file"
    ok "$archive: which are there" test "$(lines filed)" -ge 75
    run "$WARCSIFT" -q -j 8 -o split8 --shard-size 1M $archive
    run "$WARCSIFT" -q -j 1 -o split1 --shard-size 1M $archive
done
ok "the same shards when they are split" diff -r split1 split8
ok "which they are" test -e split1/plain-00001.jsonl.gz

# Offsets and lengths belong to the file, all else to the record.
lines_of() { "$WARCSIFT" -q -o - "$1" | sed 's/"source":"[^"]*"/"source":""/; s/"offset":[0-9]*,"length":[0-9]*/"offset":0,"length":0/'; }
lines_of plain.warc >a
lines_of members.warc.gz >b
lines_of whole.warc.gz >c
is "$(lines a)" 76 "all articles"
same b a "a member for each record gives the lines of the plain file"
same c a "and so does one member for all"

# Compressed bodies can hold so much text that a batch outgrows its slot and is written in pieces.
: >deep.warc.gz
for i in 1 2 3 4 5; do
    { page "Deep page $i" one two && yes "Sentence $i of many that are all the same, but they are text." | head -n 60000 |
        awk 'NR % 10 == 1 { printf "<p>" } { print }'; } |
        gzip -1 | response "http://example.org/$i" "200 OK" 'Content-Type: text/html' 'Content-Encoding: gzip' |
        gzip -1 >>deep.warc.gz
done
head -c 200000 members.warc.gz >>deep.warc.gz
run "$WARCSIFT" -q -j 1 -o deep1 --compress none deep.warc.gz
run "$WARCSIFT" -q -j 8 -o deep8 --compress none deep.warc.gz
ok "a batch that outgrows its slot, -j 8 as -j 1" diff -r deep1 deep8
is "$(head -n 5 deep8/deep.jsonl | sed 's/.*"title":"\([^"]*\)".*/\1/' | tr '\n' ',')" \
    "Deep page 1,Deep page 2,Deep page 3,Deep page 4,Deep page 5," "in order"
ok "with all of its text" test "$(head -n 5 deep8/deep.jsonl | wc -c)" -gt 16777216

# Several inputs share the threads; each has its own shard all the same.
run "$WARCSIFT" -q -j 8 -o many8 plain.warc members.warc.gz
run "$WARCSIFT" -q -j 1 -o many1 plain.warc members.warc.gz
ok "several inputs, -j 8 as -j 1" diff -r many1 many8
same many8/plain.jsonl.gz file1/plain.jsonl.gz "each as when it is alone"
done_testing
