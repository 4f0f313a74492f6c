#!/bin/sh
# The table of character references is what entities_gen.py makes of the names that Python knows.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"

run python3 "$SRC/pipeline/page/entities_gen.py"
is "$status" 0 "entities_gen.py runs"
same "$SRC/pipeline/page/entities_table.h" "$tmp/out" "entities_table.h is up to date"
done_testing
