#!/bin/sh
# --minhash: the files are those that datatrove makes of the shards, to the byte.
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

"$corpus_python" "$SRC/tests/corpus/minhash.py" make >hard.wet
run "$WARCSIFT" -q --minhash -o corpus hard.wet "$SRC/samples/mixed.warc.gz" "$SRC/samples/plain.warc"
is "$status" 0 "texts that are hard to cut into words, and pages"
ok "there are as many" test "$(gzip -dc corpus/hard*.jsonl.gz | wc -l)" -gt 390
run "$corpus_python" "$SRC/tests/corpus/minhash.py" check corpus
is "$status" 0 "datatrove reads the shards"
is "$(grep -c ', 14 of 14 files are the same$' out)" 3 "all signatures are the same"
[ "$(grep -c ', 14 of 14' out)" -eq 3 ] || sed 's/^/# /' out
"$WARCSIFT" dedup -q --list -o clean corpus >removed
run "$corpus_python" "$SRC/tests/corpus/minhash.py" remove corpus
ok "some are alike" test "$(wc -l <removed)" -gt 15
is "$(cat out)" "$(wc -l <removed | tr -d ' ')" "datatrove removes as many by the signatures as dedup does"
run "$WARCSIFT" -q --minhash --pii mask --markdown -o masked hard.wet "$SRC/samples/mixed.warc.gz"
run "$corpus_python" "$SRC/tests/corpus/minhash.py" check masked
is "$(grep -c ', 14 of 14 files are the same$' out)" 2 "of the text as it is written"
done_testing
