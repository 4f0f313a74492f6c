#!/bin/sh
# warcsift ls: the records of archives.
. "${0%/*}/lib.sh"

: >a.warc.gz
for i in 1 2 3; do
    page "Page $i" a$i b$i | response "http://example.org/$i" | gzip >$i.gz
    cat $i.gz >>a.warc.gz
done
printf 'format: WARC\r\n' | record metadata http://example.org/m 'Application/Warc-Fields; x=y' | gzip >>a.warc.gz
first=$(wc -c <1.gz | tr -d ' ') second=$(wc -c <2.gz | tr -d ' ')

run "$WARCSIFT" ls a.warc.gz
is "$status,$(lines out)" 0,5 "a table with a line for each record"
like out '^ +OFFSET +LENGTH +TYPE +STATUS +MIME +URL$' "under a heading"
like out "^ +$first +$second response +200 text/html +http://example.org/2\$" "a response"
like out 'metadata +- application/warc-fields +http://example.org/m$' "a record without a status"
run "$WARCSIFT" ls --json a.warc.gz
is "$status,$(lines out)" 0,4 "--json: an object for each"
ok "with exactly these keys" python3 - out "$first" "$second" <<'END'
import json, sys
r = [json.loads(l) for l in open(sys.argv[1], encoding="utf-8")]
for o in r:
    assert list(o) == ["id", "offset", "length", "type", "status", "mime", "url", "whole"], o
assert r[1]["offset"] == int(sys.argv[2]) and r[1]["length"] == int(sys.argv[3]), r[1]
assert r[1]["id"].startswith("<urn:uuid:") and r[1]["whole"] is True
assert (r[3]["type"], r[3]["status"], r[3]["mime"]) == ("metadata", 0, "application/warc-fields"), r[3]
END
cp out want
run sh -c '"$1" ls --json <a.warc.gz' sh "$WARCSIFT"
is "$status" 2 "without an argument nothing is read"
run sh -c 'cat a.warc.gz | "$1" ls --json -' sh "$WARCSIFT"
same out want "a pipe gives the same"

gzip -dc a.warc.gz | gzip >whole.warc.gz
run "$WARCSIFT" ls --json whole.warc.gz
is "$(grep -c '"length":0,.*"whole":true}' out)" 4 "records that share a member came out, but have no length of their own"
run "$WARCSIFT" ls a.warc.gz whole.warc.gz
like out '^whole\.warc\.gz:$' "several inputs have their names above"

# Damage: what is lost has no block, the rest is there.
{ cat 1.gz 2.gz && head -c 100 3.gz; } >cut.warc.gz
run "$WARCSIFT" ls --json cut.warc.gz
is "$status,$(grep -c '"whole":true}' out)" 1,2 "a cut file"
like err '^warcsift: cut\.warc\.gz: offset [0-9]+: .*\(truncated' "is told"
page x | response "$(printf 'http://example.org/\033[31mred')" >escape.warc
run "$WARCSIFT" ls escape.warc
like out 'http://example.org/\?\[31mred' "a terminal is told nothing by an address"
run "$WARCSIFT" ls --max-record 100 a.warc.gz
is "$status,$(grep -c ' lost response' out)" 1,3 "--max-record: listed by its header"
run sh -c '{ "$1" ls --json a.warc.gz; echo $? >rc; } | :' sh "$WARCSIFT"
is "$(cat err)" "" "a reader that goes away is no reason to complain"
run "$WARCSIFT" ls missing.warc.gz
is "$status" 1 "a missing file"
like err 'missing\.warc\.gz: .*No such file' "is named"
run "$WARCSIFT" ls --payload a.warc.gz
is "$status" 2 "an option of another command"

derived=$WS_SHARED/warc/derived
if [ -r "$derived/damage.json" ]; then
    ok "damage.json: records that must come out whole are listed as such" python3 - "$WARCSIFT" "$derived" <<'END'
import json, subprocess, sys
program, derived = sys.argv[1:]
missing = 0
expected = json.load(open(derived + "/damage.json"))
for name in ["none.warc.gz", "whole-file.warc.gz", "two-per-member.warc.gz", "crc.warc.gz", "cut.warc.gz", "length-too-long.warc"]:
    name = "damage-" + name
    want = expected[name]
    out = subprocess.run([program, "ls", "--json", derived + "/" + name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    got = {o["id"] for o in map(json.loads, out.stdout.decode().splitlines()) if o["whole"]}
    lost = set(want["whole"]) - got
    missing += len(lost)
    if lost:
        print("#", name, len(lost), "missing")
sys.exit(missing > 0)
END
else
    skip "no shared files"
fi
done_testing
