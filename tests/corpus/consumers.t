#!/bin/sh
# Shards of every layout through the programs that read them: each value comes out as it is in the line. What a
# column holds first says nothing about what it holds later (NAME.late: longer than any of them looks ahead).
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

"$corpus_python" "$SRC/tests/corpus/make_edges.py" warc >edges.warc
for schema in flat datatrove dolma; do
    "$WARCSIFT" -q -o "$schema" --schema $schema "$SRC/samples/mixed.warc.gz" "$SRC/samples/whole.warc.gz" edges.warc
    "$WARCSIFT" -q -o "$schema.md" --schema $schema --markdown --links --images "$SRC/samples/mixed.warc.gz" edges.warc
    mkdir "$schema.late"
    gzip -dc $schema/edges.jsonl.gz >edges.jsonl
    "$corpus_python" "$SRC/tests/corpus/make_edges.py" late edges.jsonl | gzip -1 >$schema.late/late.jsonl.gz
done

# With all that the corpus stage records.
"$WARCSIFT" -q -o all --pii mask --annotate "$SRC/samples/mixed.warc.gz" edges.warc

load() { # INTERPRETER CONSUMER DIR...: a test for each DIR
    reader=$1
    consumer=$2
    shift
    run env SPARK_LOCAL_IP=127.0.0.1 "$reader" "$SRC/tests/corpus/consumers.py" "$@"
    shift
    for dir; do
        is "$(grep -E "^$dir(:|\$)" out)" "$dir" "$consumer reads $dir"
    done
}

for consumer in duckdb pandas polars pyarrow datasets datatrove; do
    load "$corpus_python" $consumer flat flat.md flat.late all datatrove dolma dolma.late
done
for consumer in polars-scan datasets-streaming; do
    load "$corpus_python" $consumer flat flat.late dolma.late
done
load "$corpus_python" dolma dolma dolma.md dolma.late
if command -v java >/dev/null && "${PYTHON:-python3}" -c 'import pyspark' 2>/dev/null; then
    load "${PYTHON:-python3}" spark flat flat.late datatrove dolma
else
    skip "no pyspark"
fi
done_testing
