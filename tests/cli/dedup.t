#!/bin/sh
# warcsift dedup: which documents stay, in whatever form the shards are, and that the rest of them is untouched.
. "${0%/*}/lib.sh"

# Texts of N words out of a vocabulary, by number; "K other words" has K of its words replaced.
cat >make.py <<'EOT'
import json, random, sys

def text(seed, words=60, other=0, other_seed=0):
    r = random.Random(seed)
    list = [r.choice("abcdefghijklmnop") + r.choice("aeiou") + str(r.randrange(26)).translate(str.maketrans("0123456789", "qrstuvwxyz")) for _ in range(words)]
    o = random.Random(other_seed + 1000003 * seed)
    for i in range(other):
        list[o.randrange(words)] = "other" + "xyz"[i % 3]
    return " ".join(list)

def line(id, text, date="2024-05-01T00:00:00Z"):
    return json.dumps({"id": id, "url": "http://a/" + id, "text": text, "date": date}, ensure_ascii=False)
EOT
py() { PYTHONPATH=$tmp PYTHONDONTWRITEBYTECODE=1 python3 -c "from make import *
$1"; }
mkdir in
py 'for i in range(1, 41): print(line("a%d" % i, text(i)))' >in/a.jsonl
# of a1: the same with other white space; of a2: one word more; of a3: one word less, and older; a new one
py 'print(line("b1", text(1).replace(" ", "\n\n", 3)))
print(line("b2", text(2) + " More."))
print(line("b3", text(3, 59), "2023-01-01T00:00:00Z"))
print(line("b4", text(99)))
print(line("b5", "Four short words here"))
print(line("b6", "Four  short words here"))' >in/b.jsonl
ids() { sed 's/.*"id": "\([a-z0-9]*\)".*/\1/' "$@" | tr '\n' ' '; }

run "$WARCSIFT" dedup -o res in/a.jsonl in/b.jsonl
is "$status" 0 "two shards"
is "$(ids res/b.jsonl)" "b2 b4 b5 " "of those that are alike the longest stays, of equals the first"
is "$(ids res/a.jsonl)" "$(ids in/a.jsonl | sed 's/a2 //')" "in both shards"
ok "lines that stay are the same" sh -c 'cat in/*.jsonl | sort >every && cat res/*.jsonl | sort | comm -23 - every | cmp - /dev/null'
like out 'documents  *46$' "all are counted" 
like out 'exact  *2  ' "two are the same"
like out 'near  *2  ' "two are similar"
like out 'clusters  *4  the biggest of 2' "of two each"

run "$WARCSIFT" dedup --json --keep oldest -o old in
is "$status" 0 "a directory of shards"
is "$(ids old/b.jsonl)" "b3 b4 b5 " "the oldest stays"
is "$(python3 -c 'import json; d = json.load(open("'"$tmp"'/out")); print(d["documents"], d["exact_duplicate"], d["near_duplicate"], d["kept"], d["clusters"], d["biggest_cluster"], d["without_signature"], d["options"]["keep"])')" \
    "46 2 2 42 4 2 2 oldest" "the report for programs"
run "$WARCSIFT" dedup -q --keep first -o first in
is "$(ids first/b.jsonl)" "b4 b5 " "the first stays"
is "$(cat "$tmp/out" "$tmp/err")" "" "and quietly"
run "$WARCSIFT" dedup -q --keep first -o backwards in/b.jsonl in/a.jsonl
is "$(ids backwards/a.jsonl)" "$(ids in/a.jsonl | sed 's/a1 a2 a3 //')" "the order of shards is that of the command line"
run "$WARCSIFT" dedup -q --exact-only -o exact in
is "$(ids exact/b.jsonl)" "b2 b3 b4 b5 " "exact duplicates only"
run "$WARCSIFT" dedup -q --bands 1x112 -o strict in
is "$(ids strict/b.jsonl)" "b2 b3 b4 b5 " "one band of all numbers"

printf '{"id":"u1","url":"https://www.a.example/x?b=2&a=1#top","text":"One text."}\n{"id":"u2","url":"http://a.example/X","text":"Another text."}
{"id":"u3","text":"No address."}\n' >u.jsonl
printf '{"id":"v1","metadata":{"url":"http://www.a.example/x/?a=1&utm_source=m&b=2"},"text":"One text, longer."}\n{"id":"v2","url":"http://a.example/x","text":"Another text."}
{"id":"v3","text":"No address."}\n' >v.jsonl
run "$WARCSIFT" dedup --list --by-url -o pages u.jsonl v.jsonl
is "$(sed 's/.*"id":"\([a-z0-9]*\)".*/\1/' pages/u.jsonl pages/v.jsonl | tr '\n' ' ')" "u2 u3 v1 v2 v3 " "by address, whatever the text"
like out '"id":"u1","reason":"same_url","kept_file":"v.jsonl"' "the list says so"

printf 'in/b.jsonl\nin/a.jsonl\n' >list
run "$WARCSIFT" dedup -q --keep first -o listed @list
ok "a list of shards" diff -r listed backwards

# --- what is left out ----------------------------------------------------------------------
run "$WARCSIFT" dedup --list --json -o res in
is "$status" 0 "--list"
cat >want <<'EOT'
{"file":"b.jsonl","line":1,"id":"b1","reason":"exact_duplicate","kept_file":"a.jsonl","kept_line":1,"kept_id":"a1","cluster":1}
{"file":"a.jsonl","line":2,"id":"a2","reason":"near_duplicate","kept_file":"b.jsonl","kept_line":2,"kept_id":"b2","cluster":2}
{"file":"b.jsonl","line":3,"id":"b3","reason":"near_duplicate","kept_file":"a.jsonl","kept_line":3,"kept_id":"a3","cluster":3}
{"file":"b.jsonl","line":6,"id":"b6","reason":"exact_duplicate","kept_file":"b.jsonl","kept_line":5,"kept_id":"b5","cluster":4}
EOT
ok "each with the one that stays" diff want "$tmp/out"
like err '"documents": 46' "the report goes to the standard error output"

# --- any number of threads, little memory, any compression -----------------------------------
mkdir many
py 'import random
r = random.Random(5)
for f in range(12):
    with open("many/s%02d.jsonl" % f, "w") as out:
        for i in range(150):
            n = r.randrange(900)
            print(line("%d-%d" % (f, i), text(n, 60, r.randrange(4), r.randrange(5))), file=out)'
"$WARCSIFT" dedup -q -j 1 --list -o m1 many >m1.list
"$WARCSIFT" dedup -q -j 4 --list -o m4 many >m4.list
ok "the same shards with any number of threads" diff -r m1 m4
ok "and the same list" cmp m1.list m4.list
ok "something is left out" test "$(lines m1.list)" -gt 300
"$WARCSIFT" dedup -q -j 3 --sort-memory 64K --list -o mk many >mk.list
ok "the same with little memory" diff -r m1 mk
ok "and the same list" cmp m1.list mk.list
is "$(cat m1/*.jsonl many/*.jsonl | sort | uniq -d | wc -l | tr -d ' ')" "$(cat m1/*.jsonl | wc -l | tr -d ' ')" "what stays was there"

mkdir gz
for f in many/*.jsonl; do # of members with 40 lines each
    split -l 40 "$f" part.
    for p in part.*; do gzip -n "$p" && cat "$p.gz"; done >"gz/${f##*/}.gz"
    rm part.*
done
"$WARCSIFT" dedup -q -j 2 --list -o gzout gz >gz.list
ok "shards in gzip" sh -c 'for f in gzout/*; do n=${f##*/}; gunzip -c "$f" | cmp - "m1/${n%.gz}" || exit 1; done'
is "$(sed 's/jsonl.gz/jsonl/g' gz.list | cmp - m1.list && echo same)" same "and their list"
cat many/s0[0-5].jsonl | gzip >one.jsonl.gz
cat m1/s0[0-5].jsonl >one.want
cat many/s0[6-9].jsonl many/s1*.jsonl >two.jsonl
"$WARCSIFT" dedup -q -o one one.jsonl.gz two.jsonl
gunzip -c one/one.jsonl.gz >one.got
ok "a single member, and a file without compression" cmp one.want one.got
# members that end anywhere
head -c 30000 many/s00.jsonl | gzip >cut.jsonl.gz
tail -c +30001 many/s00.jsonl | gzip >>cut.jsonl.gz
"$WARCSIFT" dedup -q -o cut cut.jsonl.gz
"$WARCSIFT" dedup -q -o cutplain many/s00.jsonl
ok "a line in two members" sh -c 'gunzip -c cut/cut.jsonl.gz | cmp - cutplain/s00.jsonl'
if command -v zstd >/dev/null && "$WARCSIFT" --version | grep -q ', zstd'; then
    mkdir zst
    for f in many/*.jsonl; do zstd -q "$f" -o "zst/${f##*/}.zst"; done
    "$WARCSIFT" dedup -q -o zstout zst
    ok "shards in zstd" sh -c 'for f in zstout/*; do n=${f##*/}; zstd -dcq "$f" | cmp - "m1/${n%.zst}" || exit 1; done'
else
    skip "no zstd"
fi

# Members without duplicates are not compressed again.
gzip -9 -n <in/a.jsonl >whole.jsonl.gz
run "$WARCSIFT" dedup -q -o whole whole.jsonl.gz
ok "a shard without duplicates is copied" cmp whole.jsonl.gz whole/whole.jsonl.gz

# --- what shards may be like ------------------------------------------------------------------
: >empty.jsonl
gzip -n <empty.jsonl >none.jsonl.gz
printf '%s' "$(head -n 2 in/a.jsonl)" >open.jsonl
run "$WARCSIFT" dedup -q -o odd empty.jsonl none.jsonl.gz open.jsonl
is "$status" 0 "shards with nothing in them, a last line without an end"
ok "nothing stays nothing" cmp empty.jsonl odd/empty.jsonl
is "$(gunzip -c odd/none.jsonl.gz | wc -c | tr -d ' ')" 0 "in gzip, too"
ok "no end is added" cmp open.jsonl odd/open.jsonl
head -n 1 in/a.jsonl | gzip -n >all.jsonl.gz
run "$WARCSIFT" dedup -q --keep first -o nothing in/a.jsonl all.jsonl.gz
is "$(gunzip -c nothing/all.jsonl.gz | wc -c | tr -d ' ')" 0 "a shard of which nothing stays"

{ head -n 1 in/a.jsonl && echo && echo '{"id":"x"}' && echo 'no json' && head -n 1 in/a.jsonl; } >bad.jsonl
run "$WARCSIFT" dedup -o bad bad.jsonl
is "$status" 1 "lines that are no documents"
is "$(sed -n 2,4p bad/bad.jsonl)" "$(sed -n 2,4p bad.jsonl)" "they stay"
is "$(lines bad/bad.jsonl)" 4 "documents beside them are read"
like err 'bad.jsonl: line 3: .* nor are 1 lines behind it' "they are told"

# A shard that cannot be read is left out, and nothing is left out for what it has.
gzip -n <in/a.jsonl | head -c 900 >hurt.jsonl.gz
run "$WARCSIFT" dedup -q --keep first -o hurt hurt.jsonl.gz in/a.jsonl
is "$status" 1 "a shard that is cut off"
like err 'hurt.jsonl.gz: offset [0-9]*: .*left out' "it is told"
ok "it is not written" test ! -e hurt/hurt.jsonl.gz
ok "all of the other stays" cmp in/a.jsonl hurt/a.jsonl
{ cat whole.jsonl.gz && echo rubbish; } >rubbish.jsonl.gz
run "$WARCSIFT" dedup -q -o hurt rubbish.jsonl.gz
like err "offset $(wc -c <whole.jsonl.gz | tr -d ' '): bytes that are no gzip member" "the place of the damage"

# --- usage --------------------------------------------------------------------------------------
run "$WARCSIFT" dedup in/a.jsonl
is "$status" 2 "without -o"
run "$WARCSIFT" dedup -o res
is "$status" 2 "without shards"
run "$WARCSIFT" dedup -o in in/a.jsonl
is "$status" 2 "not in place"
like err 'would be replaced' "it says why"
ok "nothing happened to it" test "$(lines in/a.jsonl)" -eq 40
run "$WARCSIFT" dedup -o res in/a.jsonl m1/../in/a.jsonl
is "$status" 2 "two shards of one name"
run "$WARCSIFT" dedup -o res nosuch.jsonl
is "$status" 2 "a shard that is not there"
mkdir void
run "$WARCSIFT" dedup -o res void
is "$status" 2 "a directory without shards"
for o in '--keep shortest' '--bands 0x8' '--bands 14' '--bands 14x8x2' '--bands 256x1' '--bands 64x65' '--minhash-hash md5' '--words all' '--sort-memory 1K'; do
    # shellcheck disable=SC2086 # option and argument
    run "$WARCSIFT" dedup $o -o res in
    is "$status" 2 "$o"
done
run "$WARCSIFT" dedup -o list/dir in
is "$status" 3 "output that cannot be written"
TMPDIR=/no/such/dir run "$WARCSIFT" dedup -q -j 1 --sort-memory 64K -o res many
is "$status" 3 "no room for sorting"
ok "no parts are left" no_parts .
done_testing
