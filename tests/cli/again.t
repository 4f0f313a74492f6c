#!/bin/sh
# A second run into the same directory: what is done is skipped, what changed is done anew.
. "${0%/*}/lib.sh"

for i in 1 2 3 4 5 6; do
    page "Page $i" a$i b$i c$i d$i | response "http://example.org/$i" | gzip
done >in.warc.gz
page Other x y z | response http://example.org/other | gzip >other.warc.gz
sums() { (cd "$1" && sha256sum *); }
inputs() { sed -n 's/^  inputs  *//p' err; }

run "$WARCSIFT" -o dir in.warc.gz other.warc.gz
is "$status,$(inputs)" 0,2 "two inputs"
is "$(sed -n 's/.*"bytes": \([0-9]*\), .*"sha256": "\([0-9a-f]*\)".*/\1 \2/p' dir/in.stats.json)" \
    "$(wc -c <dir/in.jsonl.gz | tr -d ' ') $(sha256sum dir/in.jsonl.gz | cut -d ' ' -f 1)" \
    "the stats file has size and SHA-256 of the shard"
like dir/in.stats.json '"options_hash": "sha256:[0-9a-f]{64}"' "and a hash of the options"
like dir/in.stats.json '"mtime": "[0-9T:-]+\.[0-9]{9}Z", "etag": null' "the time of modification is to the nanosecond"
list=$(cd dir && echo warcsift-inputs-*.txt)
is "$list,$(cat "dir/$list")" "warcsift-inputs-$(sha256sum <"dir/$list" | cut -c 1-16).txt,in.warc.gz
other.warc.gz" "the list of inputs is published"
sums dir >before

mark() { touch -d '2020-01-01' dir/*; }
fresh() { (cd "$1" && find . -newermt 2021-01-01 -name '*.jsonl*' | sed 's/^..//' | sort | paste -s -d ' '); }
mark
run "$WARCSIFT" -j 2 -o dir in.warc.gz other.warc.gz
is "$status,$(inputs)" "0,0  of 2; 2 skipped, done before" "again: both are skipped"
is "$(fresh dir)" "" "and not written"
run "$WARCSIFT" -q -o dir --force in.warc.gz other.warc.gz
is "$status,$(fresh dir)" "0,in.jsonl.gz other.jsonl.gz" "--force writes them anew"
sums dir >after
same after before "the same bytes"

mark
mkdir elsewhere
cp -p in.warc.gz elsewhere/
run "$WARCSIFT" -q -o dir elsewhere/in.warc.gz
is "$status,$(fresh dir)" "0," "the same file in another place is the same input"
touch -d "$(date -r in.warc.gz '+%Y-%m-%d %H:%M:%S.000000001')" in.warc.gz
run "$WARCSIFT" -o dir in.warc.gz other.warc.gz
is "$status,$(fresh dir),$(inputs)" "0,in.jsonl.gz,1  of 2; 1 skipped, done before" "another time of modification is another input"
mark
cat other.warc.gz >>in.warc.gz
run "$WARCSIFT" -q -o dir in.warc.gz other.warc.gz
is "$status,$(fresh dir)" "0,in.jsonl.gz" "another size, too"
mark
run "$WARCSIFT" -q -o dir --status 404 in.warc.gz
is "$status,$(fresh dir)" "0,in.jsonl.gz" "other options, too"
run "$WARCSIFT" -q -o dir in.warc.gz
mark
run "$WARCSIFT" -q -o dir -j 3 -v in.warc.gz
is "$status,$(fresh dir)" "0," "but not the number of threads"
: >dir/in.jsonl.gz
run "$WARCSIFT" -q -o dir in.warc.gz
is "$(lines_in_gzip dir/in.jsonl.gz)" 7 "a shard of another size is written anew"
rm dir/in.jsonl.gz
run "$WARCSIFT" -q -o dir in.warc.gz
is "$(lines_in_gzip dir/in.jsonl.gz)" 7 "and one that is missing"
printf 'rubbish' >dir/in.stats.json
run "$WARCSIFT" -q -o dir in.warc.gz
is "$status,$(count dir/in record_count)" 0,7 "and all with a stats file that cannot be read"
echo 'http://b/' >urls
run "$WARCSIFT" -q -o dir --url-exclude @urls in.warc.gz
echo 'example' >urls
run "$WARCSIFT" -q -o dir --url-exclude @urls in.warc.gz
is "$(count dir/in url)" 7 "other lines in a file of patterns are other options"
"$WARCSIFT" index in.warc.gz | head -n 3 >three.cdxj
"$WARCSIFT" index in.warc.gz | head -n 2 >index.cdxj
run "$WARCSIFT" -q -o dir --cdx index.cdxj in.warc.gz
cp three.cdxj index.cdxj
run "$WARCSIFT" -q -o dir --cdx index.cdxj in.warc.gz
is "$(count dir/in record_count)" 3 "and other lines in an index"
run sh -c '"$1" -q -o dir - <in.warc.gz && "$1" -o dir - <in.warc.gz' sh "$WARCSIFT"
is "$status,$(inputs)" 0,1 "the standard input is never skipped"
run sh -c '"$1" -q -o - in.warc.gz && "$1" -q -o - in.warc.gz' sh "$WARCSIFT"
is "$(lines out)" 14 "nor is anything that goes to the standard output"

# Shards of an earlier run with other options.
names() { (cd "$1" && ls | paste -s -d ' '); }
run "$WARCSIFT" -q -o split --compress none --shard-size 5K in.warc.gz
is "$(names split)" "in-00000.jsonl in-00001.jsonl in-00002.jsonl in.stats.json" "three shards"
cp split/in-00002.jsonl split/in-00009.jsonl
run "$WARCSIFT" -q -o split --compress none --shard-size 7K in.warc.gz
is "$(names split)" "in-00000.jsonl in-00001.jsonl in-00009.jsonl in.stats.json" \
    "larger ones: those that are left over are removed, what no stats file lists is not"
run "$WARCSIFT" -q -o split in.warc.gz
is "$(names split)" "in-00009.jsonl in.jsonl.gz in.stats.json" "another compression"
sed 's|"name": "[^"]*"|"name": "in.stats.json/../../file"|' split/in.stats.json >x
cp x split/in.stats.json
echo keep >file
run "$WARCSIFT" -q -o split --compress none in.warc.gz
is "$(cat file),$(names split)" "keep,in-00009.jsonl in.jsonl in.jsonl.gz in.stats.json" "nothing but shards of the input is ever removed"

# Inputs that fail.
run "$WARCSIFT" -q -o failed missing.warc.gz in.warc.gz
is "$status" 1 "an input that is not there"
like failed/missing.failed.json '^\{"path": "missing.warc.gz", "reason": "cannot be opened: No such file or directory", "host": "[A-Za-z0-9-]+", "time": [0-9]+\}$' \
    "leaves word of it"
cp other.warc.gz missing.warc.gz
run "$WARCSIFT" -q -o failed missing.warc.gz in.warc.gz
is "$status,$(cd failed && echo [im]*)" \
    "0,in.jsonl.gz in.stats.json missing.jsonl.gz missing.stats.json" "until it is"
done_testing
