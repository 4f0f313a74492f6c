#!/bin/sh
# parity.sh FOLDER PYTHON [PAGES.warc.gz [N [MADE_UP]]]: quality filters of the program and of datatrove on the same documents:
# N of the texts of PAGES (default: all) and MADE_UP (480) others. Prints the table of parity.py. WARCSIFT: the program.
set -eu
here=${0%/*}
folder=$1 python=$2
pages=${3:-} n=${4:-1000000} made_up=${5:-480}
: >"$folder/pages.jsonl"
[ -z "$pages" ] || "$WARCSIFT" -q -o - "$pages" >"$folder/pages.jsonl"
"$python" "$here/parity.py" archive "$folder/texts.wet" "$folder/pages.jsonl" "$n" "$made_up"
judge() { # NAME OPTION...
    name=$1
    shift
    rm -rf "${folder:?}/$name"
    "$WARCSIFT" -q --lid declared -o "$folder/$name/kept" --rejects "$folder/$name/rejected" "$@" "$folder/texts.wet"
}
judge all
for words in '' uax29-; do
    compat=datatrove
    [ -z "$words" ] || compat=none
    for filter in gopher-rep gopher c4 fineweb; do
        judge "$words$filter" --filters "$filter" --compat "$compat"
    done
    judge "${words}c4-lines" --filters c4 --threshold filter_no_terminal_punct=0 --compat "$compat"
    judge "${words}preset" --preset fineweb --compat "$compat"
done
"$python" "$here/parity.py" compare "$folder"
