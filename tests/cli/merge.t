#!/bin/sh
# merge: a directory that many runs have filled is complete, or what is wrong is named.
. "${0%/*}/lib.sh"

: >list
for i in 0 1 2 3 4; do
    page "Page $i" one two three | response "http://example.org/$i" | gzip >"$i.warc.gz"
    echo "$i.warc.gz" >>list
done
for i in 0 1 2; do "$WARCSIFT" -q -o good --task $i/3 @list; done
fresh() { rm -rf d && cp -r good d; }

run "$WARCSIFT" merge good
is "$status" 0 "three tasks: complete"
like out '^  inputs  *5$' "its inputs"
like out '^  articles  *5$' "the sum of its articles"
like out '^complete' "is said"
cp out first
"$WARCSIFT" merge good >again
same again first "the report is the same each time"
run "$WARCSIFT" merge --verify good
is "$status" 0 "--verify reads the shards"
like out 'SHA-256' "and says so"
run "$WARCSIFT" merge --list good/
is "$(cat out)" "$(for i in 0 1 2 3 4; do echo "good/$i.jsonl.gz"; done)" "--list: the shards"
like err '^complete' "the report goes elsewhere"

# The same totals as one run over all of it.
"$WARCSIFT" -o whole @list 2>whole.err
sed -n '/^  records/,/^  written/p' whole.err >want
sed -n '/^  records/,/^  written/p' first >got
same got want "rows as a single run has them"

fresh
rm d/2.jsonl.gz
run "$WARCSIFT" merge d
is "$status" 1 "a shard is gone: not complete"
like out '^differs: 2.stats.json: 2.jsonl.gz is not there$' "it is named"
like out '^not complete$' "and said"

fresh
rm d/2.jsonl.gz d/2.stats.json
run "$WARCSIFT" merge d
is "$status" 1 "an input is not done"
like out '^  inputs  *4  of 5; 1 missing, 0 failed$' "counted"
like out '^missing: 2.warc.gz$' "named by its path"

fresh
printf x >>d/3.jsonl.gz
run "$WARCSIFT" merge d
like out '^differs: 3.stats.json: 3.jsonl.gz does not have the size' "a shard of another size"
fresh
printf '\001' | dd of=d/3.jsonl.gz bs=1 seek=40 conv=notrunc 2>dd.err
run "$WARCSIFT" merge d
is "$status" 0 "a flipped byte does not show by its size"
run "$WARCSIFT" merge --verify d
is "$status" 1 "but --verify sees it"
like out '^differs: 3.stats.json: 3.jsonl.gz does not have the SHA-256' "and names it"

fresh
"$WARCSIFT" -q -o d --force --favor recall 4.warc.gz
run "$WARCSIFT" merge d
is "$status" 1 "an input that was read with other options"
like out '^differs: 4.stats.json: was made with options .*, most others with ' "is named"
fresh
sed 's/"tool": "warcsift [0-9.]*"/"tool": "warcsift 99"/' d/1.stats.json >x && mv x d/1.stats.json
run "$WARCSIFT" merge d
like out '^differs: 1.stats.json: was made by warcsift 99, most others by warcsift ' "or by another version"

fresh
cp d/0.jsonl.gz d/old-00000.jsonl.gz
run "$WARCSIFT" merge d
is "$status" 1 "a shard that no stats file lists would get into the corpus with *.jsonl.gz"
like out '^stray: old-00000.jsonl.gz$' "so it is named"
fresh
printf '{"tool": "warcsift' >d/0.stats.json
run "$WARCSIFT" merge d
like out '^differs: 0.stats.json: is no stats file' "a stats file that is none"
like out '^stray: 0.jsonl.gz' "vouches for nothing"

fresh
rm d/1.jsonl.gz d/1.stats.json
printf '{"path": "1.warc.gz", "reason": "it ends too early", "host": "n7", "time": "2026-01-01T00:00:00Z"}\n' >d/1.failed.json
run "$WARCSIFT" merge d
is "$status" 1 "an input that failed"
like out '^failed: 1.warc.gz: it ends too early$' "with the reason"
like out 'of 5; 0 missing, 1 failed' "is not missing"

# More inputs than the lists in the directory have.
page "Page 9" one two three | response http://example.org/9 | gzip >9.warc.gz
run "$WARCSIFT" merge good 9.warc.gz @list
is "$status" 1 "inputs can be given, too"
like out '^missing: 9.warc.gz$' "they are wanted as well"
mkdir other && cp 0.warc.gz other
run "$WARCSIFT" merge good other/0.warc.gz
is "$status" 0 "an archive is known again in another directory"
cp 0.warc.gz other/0.warc
run "$WARCSIFT" merge good other/0.warc
is "$status" 1 "but not under another name that gives the same shards"
like out 'is of 0.warc.gz, and other/0.warc is wanted' "which is told"
fresh
"$WARCSIFT" -q -o d 9.warc.gz
run "$WARCSIFT" merge d
is "$status" 0 "an input beside the lists"
like out 'beside them 1 that no list has' "is told"

# Addresses as they may be listed: a signature is no part of the name.
fresh
for i in 0 1 2 3 4; do echo "https://data.example.org/a/$i.warc.gz?key=a/b#c"; done >d/warcsift-inputs-00.txt
run "$WARCSIFT" merge d
is "$status" 0 "an archive is known again by the name in its address"
echo 'https://data.example.org/a/7.warc.gz?key=/0.warc.gz' >>d/warcsift-inputs-00.txt
run "$WARCSIFT" merge d
like out '^missing: https://data.example.org/a/7.warc.gz' "and only by that"

"$WARCSIFT" -q -o single 0.warc.gz
run "$WARCSIFT" merge single
is "$status" 0 "a directory without a list"
like out 'no list says how many' "is told to be one"
mkdir empty
run "$WARCSIFT" merge empty
is "$status" 0 "there is nothing wrong with an empty one"
run "$WARCSIFT" merge nowhere
is "$status" 2 "a directory that is not there"
run "$WARCSIFT" merge
is "$status" 2 "no directory"

if command -v python3 >/dev/null; then
    fresh
    rm d/2.jsonl.gz d/3.stats.json
    "$WARCSIFT" merge --json d >json
    ok "--json: an object" python3 -c '
import json, sys
o = json.load(open("json"))
assert o["complete"] is False and o["wanted"] == 5 and o["inputs"] == 4 and o["missing"] == 1, o
assert o["articles"] == o["outcomes"]["article"] == 4, o
assert [(f["kind"], f["subject"]) for f in o["flaws"]] == [
    ("missing", "3.warc.gz"), ("differs", "2.stats.json"), ("stray", "3.jsonl.gz")], o["flaws"]'
else
    skip "no python3"
fi
done_testing
