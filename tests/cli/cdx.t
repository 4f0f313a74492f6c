#!/bin/sh
# --cdx: the batch run on listed records only.
. "${0%/*}/lib.sh"

make() { # FILE FIRST LAST
    : >"$1"
    for i in $(seq "$2" "$3"); do page "Page $i" a$i b$i c$i | response "http://example.org/$i" | gzip >>"$1"; done
}
make a.warc.gz 1 6
make b.warc.gz 7 9
titles() { sed -n 's/.*"title":"Page \([0-9]*\)".*/\1/p' "$1" | tr -d '\n'; }
"$WARCSIFT" index a.warc.gz b.warc.gz >all.cdxj
grep -e '/5 ' -e '/2 ' -e '/8 ' all.cdxj | sort -r >some.cdxj

run "$WARCSIFT" -o - --cdx some.cdxj a.warc.gz b.warc.gz
is "$status,$(titles out)" 0,258 "listed records, in the order of the files"
"$WARCSIFT" -q -o - a.warc.gz b.warc.gz | grep -e 'Page [258]"' >want
same out want "the same lines as in a whole run"
run "$WARCSIFT" -o - --cdx all.cdxj a.warc.gz b.warc.gz
is "$(titles out)" 123456789 "all of them"
for j in 1 3; do "$WARCSIFT" -q -j $j -o j$j --cdx some.cdxj a.warc.gz b.warc.gz; done
same j1/a.stats.json j3/a.stats.json "the same for any number of threads"
like j1/a.stats.json '"listed": 2,' "the stats file says how many were listed"
like j1/a.stats.json 'cdx=some.cdxj' "and where"
mkdir sub
cp a.warc.gz sub
sed 's|"filename": "|"filename": "crawl-data/x/|' some.cdxj | gzip >dirs.cdxj.gz
run "$WARCSIFT" -o - --cdx dirs.cdxj.gz sub/a.warc.gz
is "$status,$(titles out)" 0,25 "directories do not matter; an index may be compressed"
like err ' listed +3  1 in files that are no inputs$' "what is elsewhere is counted"
sed 's/, "filename": "[^"]*"//' some.cdxj >nameless.cdxj
run "$WARCSIFT" -o - --cdx nameless.cdxj a.warc.gz
is "$(titles out | cut -c 1-2)" 25 "lines without a file are of the only input"
run "$WARCSIFT" -o - --host-memory --cdx some.cdxj a.warc.gz
is "$status,$(titles out)" 0,25 "with two passes"
gzip -dc a.warc.gz >a.warc
"$WARCSIFT" index a.warc | grep -e '/5 ' -e '/2 ' >plain.cdxj
run "$WARCSIFT" -o - --cdx plain.cdxj a.warc
is "$status,$(titles out)" 0,25 "a plain file"

for file in "$WS_SHARED"/warc/derived/zst-*.warc.zst; do
    if [ ! -r "$file" ] || "$WARCSIFT" --version | grep -q 'without zstd'; then
        skip "no zstd"
        continue
    fi
    "$WARCSIFT" index "$file" >zst.cdxj
    "$WARCSIFT" -q -o - "$file" >want
    run "$WARCSIFT" -o - --cdx zst.cdxj "$file"
    same out want "$(basename "$file"): single frames, with the dictionary at the front of the file"
    offset=$("$WARCSIFT" ls --json "$file" | sed -n '30s/.*"offset":\([0-9]*\).*/\1/p')
    id=$("$WARCSIFT" ls --json "$file" | sed -n '30s/.*"id":"\([^"]*\)".*/\1/p')
    run "$WARCSIFT" cat "$file" "$offset"
    like out "^WARC-Record-ID: $id" "one of them"
done

# What is not there.
{ sed 's/"offset": "/"offset": "1/' some.cdxj | head -n 2; cat some.cdxj; printf '!meta {}\n\nnothing to see\n'; } >bad.cdxj
run "$WARCSIFT" -o bad.d --cdx bad.cdxj a.warc.gz b.warc.gz
is "$status" 1 "places without a record"
is "$(grep -c 'offset 1[0-9]*: listed, but .*(not_there)' err)" 2 "are told"
is "$(count bad.d/a places)+$(count bad.d/b places)" 1+1 "and counted"
is "$(count bad.d/a article)+$(count bad.d/b article)" 2+1 "the others are read"
like err 'bad\.cdxj: 1 lines of the index name no record; the first is line 8' "as are lines that name none"
: >empty.cdxj
run "$WARCSIFT" -o - --cdx empty.cdxj a.warc.gz
is "$status,$(cat out)" "0," "nothing is listed"
run "$WARCSIFT" -o - --cdx missing.cdxj a.warc.gz
is "$status" 2 "a missing index"
like err 'missing\.cdxj: No such file' "is named"
run sh -c 'cat a.warc.gz | "$1" -o - --cdx some.cdxj -' sh "$WARCSIFT"
is "$status" 2 "a pipe has no middle"
run "$WARCSIFT" -o - --cdx some.cdxj a.warc.gz sub/a.warc.gz
is "$status" 2 "two inputs of one name"
run "$WARCSIFT" -o x --use-crawl-metadata --cdx all.cdxj a.warc.gz
is "$status" 2 "metadata behind pages that are read alone"
done_testing
