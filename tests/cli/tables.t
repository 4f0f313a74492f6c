#!/bin/sh
# Generated tables are what their generators make: character references, of the names that Python knows;
# hashes of the names of elements and attributes, of the lists in tags.h and names.h; encodings, of Python's codecs.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"

for table in entities names; do
    run python3 "$SRC/pipeline/page/${table}_gen.py"
    is "$status" 0 "${table}_gen.py runs"
    same "$SRC/pipeline/page/${table}_table.h" "$tmp/out" "${table}_table.h is up to date"
done
for table in charset_tables charset_multibyte; do
    run python3 "$SRC/pipeline/page/$table.py"
    is "$status" 0 "$table.py runs"
    same "$SRC/pipeline/page/${table%_tables}_tables.c" "$tmp/out" "${table%_tables}_tables.c is up to date"
done
done_testing
