#!/bin/sh
# Lists of addresses beside datatrove's URLFilter, with its own lists: whatever that leaves out is left out here, too,
# and what more is left out is of the kinds that the manual names.
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

ok "lists and addresses are made" "$corpus_python" "$SRC/tests/corpus/url_lists.py" make lists
run "$WARCSIFT" -q -o lists/out --rejects lists/rejects --compress none --block-list lists/ut1 --block-words lists/words \
    --block-soft lists/soft --block-parts lists/parts lists/a.warc
is "$status" 0 "the lists are read"
run "$corpus_python" "$SRC/tests/corpus/url_lists.py" compare lists
is "$status" 0 "datatrove judges the same addresses"
grep '^#' out
tail -n 1 out >last
read -r total missed unexplained <last
ok "there are thousands of them" test "${total:-0}" -gt 5000
is "$missed" 0 "none that it leaves out is kept"
is "$unexplained" 0 "all that differs is explained"
done_testing
