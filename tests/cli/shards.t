#!/bin/sh
# What is left in the output directory: names, compression, sizes, stats; and the record itself.
. "${0%/*}/lib.sh"

# 24 articles of a few kB.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
    page "Page $i" a$i b$i c$i d$i e$i f$i g$i h$i | response "http://example.org/$i" | gzip
done >in.warc.gz
names() { (cd "$1" && echo *); }

run "$WARCSIFT" -o gz in.warc.gz
is "$status,$(names gz)" "0,in.jsonl.gz in.stats.json" "gzip by default"
ok "a valid gzip file" gzip -t gz/in.jsonl.gz
gzip -dc gz/in.jsonl.gz >lines
is "$(lines lines)" 24 "with every article"
run "$WARCSIFT" -q -o plain --compress none in.warc.gz
is "$(names plain)" "in.jsonl in.stats.json" "--compress none"
same plain/in.jsonl lines "the same lines"
run "$WARCSIFT" -q -o - in.warc.gz
same out lines "-o - writes them to stdout"
run "$WARCSIFT" -q -o - --compress gzip in.warc.gz
gzip -dc out >unpacked
same unpacked lines "-o - compressed"
run "$WARCSIFT" -q -o zst --compress zstd in.warc.gz
if [ "$status" -eq 2 ]; then
    skip "this build has no zstd"
elif command -v zstd >/dev/null; then
    zstd -qdc zst/in.jsonl.zst >unpacked
    same unpacked lines "--compress zstd"
else
    is "$(names zst)" "in.jsonl.zst in.stats.json" "--compress zstd"
fi

run "$WARCSIFT" -q -o split --compress none --shard-size 8K in.warc.gz
n=$(find split -name 'in-*.jsonl' | wc -l)
ok "--shard-size makes several shards ($n)" test "$n" -gt 3
is "$(find split -name 'in-*.jsonl' -size +8192c)" "" "none over the size"
ok "numbered from 0" test -e split/in-00000.jsonl
cat split/in-*.jsonl >unpacked
same unpacked lines "together they are the whole"
is "$(grep -c '"name": "in-' split/in.stats.json)" "$((n))" "the stats file lists each"
is "$(sed -n 's/.*"name": .*"articles": \([0-9]*\).*/\1/p' split/in.stats.json | awk '{ s += $1 } END { print s }')" 24 \
    "with its articles"
run "$WARCSIFT" -q -o split2 --shard-size 100 in.warc.gz
is "$(find split2 -name '*.jsonl.gz' | wc -l | tr -d ' ')" 24 "a line longer than the size has a shard of its own"

ok "outcomes add up" outcomes_add_up gz/in.stats.json
is "$(count gz/in article),$(count gz/in response),$(count gz/in bytes_in)" "24,24,$(wc -c <in.warc.gz | tr -d ' ')" "the stats file counts"
like gz/in.stats.json '"path": "in.warc.gz", "size": [0-9]+, "mtime": "20' "and says what it was made from"
like gz/in.stats.json '"utf-8": 24' "and in which charsets"
cp -r gz before
run "$WARCSIFT" -q -o gz in.warc.gz
ok "a second run leaves the same files" diff -r before gz
ok "no part is left" no_parts .

printf 'x' | record metadata http://a/ text/plain >none.warc
run "$WARCSIFT" -q -o none none.warc
is "$status,$(names none)" "0,none.jsonl.gz none.stats.json" "an archive without articles"
is "$(gzip -dc none/none.jsonl.gz | wc -c | tr -d ' ')" 0 "has an empty shard that gzip reads"

run "$WARCSIFT" -q -o deep/er/still in.warc.gz
is "$status,$(names deep/er/still)" "0,in.jsonl.gz in.stats.json" "output directories are made"

# The record. Keys stand in one order in every line.
keys='id url title text date language language_score source author published modified site description canonical_url license section tags image offset length digest content_type status charset charset_source truncated record_type language_script language_iso3 language_declared opt_out tdm_policy accessible_for_free license_mark'
pattern=$(printf '"%s":.*' $keys)
is "$(grep -c "^{$(printf '%s' "$pattern" | tr -d '\n')}\$" lines)" 24 "keys in their order"
like lines '"language_score":0\.[0-9]+,' "scores have a decimal point"
like lines '"date":"2024-05-01T10:20:30Z"' "dates have one form"
if command -v python3 >/dev/null; then
    ok "the schemas of the other layouts have all keys" "$SRC/pipeline/output/record_schemas.py" --check
else
    skip "no python3"
fi
if command -v python3 >/dev/null && python3 -c 'import jsonschema' 2>/dev/null; then
    cat lines >records
    page "No date, odd bytes" x y z | response "http://example.org/$(printf '\377')" |
        sed 's/^WARC-Date:.*/WARC-Date: soon\r/; s/^WARC-Record-ID:.*/WARC-Record-ID: <ftp:\/\/a>\r/' >odd.warc
    "$WARCSIFT" -q -o - odd.warc >>records
    page "From a file" x y z | "$WARCSIFT" extract --format json - >>records
    page "With its blocks" x y z | "$WARCSIFT" extract --format json --union --with-title - >>records
    {
        page "With its languages" x y z | response http://example.org/ |
            sed 's/^WARC-Record-ID: .*/WARC-Record-ID: <urn:uuid:x>\r/'
        printf 'charset-detected: x\r\nlanguages-cld2: {"languages":[{"code":"en","text-covered":0.9},{"code":"x"}]}' |
            record metadata http://example.org/ application/warc-fields 'WARC-Concurrent-To: <urn:uuid:x>'
    } >crawl.warc
    "$WARCSIFT" -q -o - --use-crawl-metadata --blocks crawl.warc >>records
    ok "every record is valid by the schema" python3 - "$SRC/pipeline/output/record.schema.json" records <<'PY'
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1], encoding="utf-8"))
crawl = ["crawl_charset", "crawl_languages", "crawl_reliable"]
order = list(schema["properties"])
assert order[:len(schema["required"])] == schema["required"] and order[-1] == "blocks", "order of the keys"
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
lines = open(sys.argv[2], encoding="utf-8").read().split("\n")
assert lines.pop() == "" and len(lines) == 28, len(lines)
for line in lines:
    record = json.loads(line)
    validator.validate(record)
    assert list(record) == schema["required"] + crawl * (line is lines[-1]) + ["blocks"] * (line in lines[-2:])
try:
    validator.validate({**json.loads(lines[0]), "new": 1})
except jsonschema.ValidationError:
    sys.exit(0)
sys.exit("the schema lets everything through")
PY
else
    skip "no python3 with jsonschema"
fi
done_testing
