#!/bin/sh
# Where archives come from: files, directories, lists, standard input; and those that are none.
. "${0%/*}/lib.sh"

page "First page" one two three | response http://example.org/1 | gzip >1.warc.gz
page "Second page" four five six | response http://example.org/2 >2.warc
mkdir -p tree/sub
cp 1.warc.gz tree/sub/b.warc.gz
cp 2.warc tree/a.WARC
echo nothing >tree/readme.txt
names() { (cd "$1" && echo [!w]*); } # but for warcsift-inputs-HASH.txt

run "$WARCSIFT" -q -o out1 1.warc.gz 2.warc
is "$status" 0 "two files"
is "$(names out1)" "1.jsonl.gz 1.stats.json 2.jsonl.gz 2.stats.json" "a shard and a stats file each"
is "$(cat err)" "" "-q says nothing"

run "$WARCSIFT" -q -o out2 tree
is "$status,$(names out2)" "0,a.jsonl.gz a.stats.json b.jsonl.gz b.stats.json" "a directory, searched for archives"
run "$WARCSIFT" -q -o - tree
like out '"source":"a.WARC"' "in the order of their paths"
is "$(sed -n 's/.*"source":"\([^"]*\)".*/\1/p' out | tr '\n' ' ')" "a.WARC b.warc.gz " "one after the other"

printf '# a list\n\n2.warc\r\n1.warc.gz\n' >list
run "$WARCSIFT" -q -o - @list
is "$status,$(sed -n 's/.*"title":"\([^"]*\)".*/\1/p' out | tr '\n' ',')" "0,Second page,First page," \
    "a list of files, in its order"
run "$WARCSIFT" -o out3 @nowhere
is "$status" 2 "a list that is not there"
like err 'nowhere: No such file' "is named"

run "$WARCSIFT" -q -o out4 - <1.warc.gz
is "$status,$(names out4)" "0,stdin.jsonl.gz stdin.stats.json" "standard input"
run "$WARCSIFT" -q -o out5 --stdin-name 1.warc.gz - <1.warc.gz
is "$(names out5)" "1.jsonl.gz 1.stats.json" "--stdin-name names the shard"
same out5/1.jsonl.gz out1/1.jsonl.gz "and the source in it"

# An input that cannot be used costs nothing but itself.
printf 'PK\003\004 a web archive in a zip file, as WACZ is' >x.wacz
printf 'just a text\n' >text.warc
printf 'just a text\n' | gzip >text2.warc.gz
: >empty.warc
run "$WARCSIFT" -o out6 missing.warc.gz x.wacz text.warc text2.warc.gz 1.warc.gz
is "$status" 1 "inputs that are no archives"
like err '^warcsift: missing\.warc\.gz: .*No such file' "a missing one is named"
like err '^warcsift: x\.wacz: .*(ZIP|zip).*(unpack|unzip|extract)' "a ZIP says what to do"
like err '^warcsift: text\.warc: ' "a text is named"
like err '^warcsift: text2\.warc\.gz: ' "and a compressed one"
is "$(names out6)" "1.jsonl.gz 1.stats.json missing.failed.json text.failed.json text2.failed.json x.wacz.failed.json" \
    "the others are read, and nothing is left of those but why"
run "$WARCSIFT" -o out7 tree/sub/..
is "$status" 0 "a path with dots"
mkdir hollow
run "$WARCSIFT" -o out8 hollow
is "$status" 2 "a directory without archives"
like err 'hollow: no archive' "is named"
ok "and nothing is made for it" test ! -e out8
done_testing
