#!/bin/sh
# The JSON Schemas say what the lines are, in all layouts, with all that can be asked for.
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

"$corpus_python" "$SRC/tests/corpus/make_edges.py" warc >edges.warc
for schema in flat datatrove dolma; do
    "$WARCSIFT" -q -o - --schema $schema "$SRC/samples/mixed.warc.gz" edges.warc >$schema.jsonl
    "$WARCSIFT" -q -o - --schema $schema --union --use-crawl-metadata --pii mask --annotate "$SRC/samples/mixed.warc.gz" >>$schema.jsonl
    "$WARCSIFT" extract --format json --schema $schema "$SRC/samples/pages/news-wordpress.html" >>$schema.jsonl
done
cat >check.py <<'PY'
import json, sys
import jsonschema
from referencing import Registry, Resource

folder, schema = sys.argv[1:]
def load(name):
    return json.load(open("%s/%s" % (folder, name), encoding="utf-8"))

flat = load("record.schema.json")
wanted = flat if schema == "flat" else load("record.%s.schema.json" % schema)
jsonschema.Draft202012Validator.check_schema(wanted)
registry = Registry().with_resource("record.schema.json", Resource.from_contents(flat))
validator = jsonschema.Draft202012Validator(wanted, registry=registry)
lines = open(schema + ".jsonl", encoding="utf-8").read().split("\n")
assert lines.pop() == "" and len(lines) > 230
optional = set()
for line in lines:
    record = json.loads(line)
    validator.validate(record)
    inner, inner_schema = (record, flat) if schema == "flat" else (record["metadata"], wanted["properties"]["metadata"])
    order = list(inner_schema["properties"])
    assert list(record) == list(wanted["properties"]) or schema == "flat", list(record)
    assert list(inner) == sorted(inner, key=order.index), "order of the keys"
    optional |= set(inner) - set(inner_schema["required"])
assert set(order) == set(inner_schema["required"]) | optional, optional
for broken in {**record, "new": 1}, {**record, "text": None}, {**record, "metadata": {}}:
    assert not validator.is_valid(broken)
PY
for schema in flat datatrove dolma; do
    ok "--schema $schema" "$corpus_python" check.py "$SRC/pipeline/output" $schema
done

# The same facts in all of them.
"$corpus_python" - >facts <<'PY'
import json
rows = {s: [json.loads(line) for line in open(s + ".jsonl", encoding="utf-8")] for s in ("flat", "datatrove", "dolma")}
for f, t, d in zip(*rows.values()):
    assert f == {"id": t["id"], "text": t["text"], **t["metadata"]} and d["metadata"] == t["metadata"]
    assert (d["id"], d["text"], d["source"]) == (f["id"], f["text"], f["source"])
    assert d["added"] == (f["date"] or "").replace("Z", ".000Z")
    print(f["published"] or "date", d["created"] == d["added"] and "added" or d["created"])
PY
is $? 0 "all layouts have the same facts"
sort -u facts >once
cat >want <<'PY'
1999-12-31T23:59:59-11:00 2000-01-01T10:59:59.000Z
2024-03-01 2024-03-01T00:00:00.000Z
2024-03-01T10:20:30 2024-03-01T10:20:30.000Z
2024-03-01T10:20:30+05:30 2024-03-01T04:50:30.000Z
2024-03-01T10:20:30Z 2024-03-01T10:20:30.000Z
date added
PY
grep -vE '^202[56]' once >edges
same edges want "Dolma's created: published, in UTC, or else added"
run "$WARCSIFT" -q -o - --schema dolma --source-name 'my "crawl"' "$SRC/samples/plain.warc"
like out '"source":"my \\"crawl\\"","added"' "--source-name"
like out ',"source":"plain.warc","author"' "leaves the archive in metadata"
run "$WARCSIFT" --schema parquet -o - x
is "$status" 2 "an unknown schema is refused"
done_testing
