#!/bin/sh
# samples/readers/: the shards to Parquet, through datatrove's MinHash and Dolma's tools.
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

# The same pages twice, in two archives; a page with a few words changed; an archive without any.
"$corpus_python" - <<'PY'
import random
random.seed(1)
words = [a + b for a in "ba co du fe gi ho ju ka".split() for b in "ral ten mis nov pul sar".split()]

def page(n):
    return [random.choice(words) for _ in range(300)]

def record(i, text):
    html = "<!DOCTYPE html><html lang=en><head><title>%d</title></head><body><article>" % i
    for k in range(0, len(text), 30):
        html += "<p>%s, and so it was said. </p>" % " ".join(text[k:k + 30])
    block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s</article></body></html>" % html
    return ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            "WARC-Date: 2024-05-01T10:20:30Z\r\nWARC-Target-URI: http://example.org/%d\r\nContent-Type: application/http\r\n"
            "Content-Length: %d\r\n\r\n%s\r\n\r\n" % (i, i, len(block), block))

pages = [page(i) for i in range(12)]
near = list(pages[0])
near[150:153] = ["nothing", "else", "matters"]
for name, numbers in ("a", range(8)), ("b", range(4, 12)), ("none", []):  # nothing but a warcinfo
    with open(name + ".warc", "w", newline="") as f:
        for i in numbers:
            f.write(record(i + 100 * (name == "b"), pages[i]))
        if name == "b":
            f.write(record(200, near))
        if name == "none":
            f.write("WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:x>\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
PY
run "$WARCSIFT" -q -o corpus a.warc b.warc none.warc
is "$status" 0 "three archives"
is "$(cat corpus/*.jsonl.gz | gzip -dc | wc -l | tr -d ' ')" 17 "17 articles"

run "$corpus_python" -c 'import duckdb, sys; duckdb.execute(open(sys.argv[1], encoding="utf-8").read())' "$SRC/samples/readers/parquet.sql"
is "$status" 0 "DuckDB makes Parquet"
run "$corpus_python" - <<'PY'
import pyarrow.parquet, pyarrow as pa
table = pyarrow.parquet.read_table("corpus.parquet")
types = {f.name: f.type for f in table.schema}
assert pa.types.is_timestamp(types.pop("date"))
assert types["language_score"] == pa.float64() and types["offset"] == pa.int64() and types["status"] == pa.int64(), types
print(table.num_rows, len(types), len(set(table["text"].to_pylist())))
PY
is "$(cat out)" "17 33 13" "with all rows and columns"

for schema in flat datatrove; do
    "$WARCSIFT" -q -o $schema --schema $schema a.warc b.warc none.warc
    run "$corpus_python" "$SRC/samples/readers/minhash.py" $schema $schema.out 2
    is "$status" 0 "datatrove's MinHash on --schema $schema"
    is "$(gzip -dc $schema.out/*.gz | grep -o '"url":"[^"]*' | sed 's/.*[^0-9]//' | awk '{ print $1 % 100 }' | sort -n | tr '\n' ' ')" \
        "0 1 2 3 4 5 6 7 8 9 10 11 " "leaves one of each"
done

mkdir -p dolma/documents
"$WARCSIFT" -q -o dolma/documents --schema dolma --source-name test a.warc b.warc
run "${corpus_python%/*}/dolma" tag --documents 'dolma/documents/*.jsonl.gz' --taggers char_length_v1 --experiment length --processes 1
is "$status" 0 "Dolma's taggers"
is "$(find . -path "*attributes/*" -name "*.gz" -exec gzip -dc {} + | grep -c 'length__char_length_v1__length')" 17 "tag all documents"
run "$corpus_python" - <<'PY'
import json
import dolma
dolma.mixer({"streams": [{"name": "test", "documents": ["dolma/documents/*.jsonl.gz"], "attributes": ["length"],
                          "output": {"path": "mixed", "max_size_in_bytes": 10**9},
                          "filter": {"include": ["$.metadata[?(@.status == 200)]"], "exclude": []}}],
             "processes": 1, "work_dir": {"input": "work/in", "output": "work/out"}})
PY
is "$(cat mixed/*.gz | gzip -dc | wc -l | tr -d ' ')" 17 "and its mixer takes them all"
cat mixed/*.gz | gzip -dc | head -n 1 >line
like line '"source":"test"' "with their source"
done_testing
