#!/bin/sh
# train.sh fit | prompts | cv: pages of ../shared/bench (WS_SHARED) -> features -> model_tables.c and odds_tables.c, and with
# the paragraphs of prompts/ prompt_tables.c (prompts: that one only); or a cross-validation grouped by site: its scores,
# and in build/bench/cv.jsonl the text of every page as the program writes it with the tables of a fold that knows
# nothing of the page's site.
# Takes its Python packages from PyPI the first time; works in build/train.
set -e
cd "${0%/*}/../../.."
what=${1:?usage: train.sh fit|prompts|cv}
shared=${WS_SHARED:-../shared}
here=pipeline/extract/train
work=build/train
export PYTHONDONTWRITEBYTECODE=1 # the source tree stays as it is
mkdir -p "$work"
make -s build/release/dump build/release/warcsift
cp build/release/dump "$work/dump"
[ -x "$work/venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install -q -r "$here/requirements.txt"

sets=$(find "$shared/bench" -name '*.dev.jsonl.xz' ! -name '*.bytes.jsonl.xz' | sort)
# shellcheck disable=SC2086 # a list of files
[ -s "$work/pages.warc.gz" ] || "$python" "$shared/bench/to_warc.py" "$work/pages.warc.gz" $sets
"$work/dump" tokens "$work/pages.warc.gz" "$work/pages"
"$work/dump" prompts "$work/pages.warc.gz" "$work/pages"
"$python" "$here/prompts.py" write "$work/written.jsonl"
"$python" "$shared/bench/to_warc.py" "$work/written.warc.gz" "$work/written.jsonl"
"$work/dump" prompts "$work/written.warc.gz" "$work/written"
"$python" "$here/prompts.py" fit "$work" "$shared/bench"
if [ "$what" = prompts ]; then
    cp "$work/prompt_tables.c" pipeline/extract/doubt
    exit
fi
"$python" "$here/inject.py" "$work/pages" "$shared/bench" "$work/planted.jsonl"
"$python" "$here/software.py" write "$work/software.jsonl"
"$python" "$shared/bench/to_warc.py" "$work/drawn.warc.gz" "$work/planted.jsonl" "$work/software.jsonl"
cat "$work/pages.warc.gz" "$work/drawn.warc.gz" >"$work/all.warc.gz"
"$work/dump" tokens "$work/all.warc.gz" "$work/all"
"$python" "$here/train.py" "$what" "$work" "$shared/bench"

if [ "$what" = fit ]; then
    cp "$work/model_tables.c" pipeline/extract/model
    cp "$work/odds_tables.c" pipeline/extract/features
    cp "$work/prompt_tables.c" pipeline/extract/doubt
    exit
fi
# Each page by the program with the tables of its fold: they come before those of the library.
for fold in "$work"/fold?; do
    make -s "FOLD=$fold" "$fold/warcsift"
    rm -rf "$fold/out"
    "$fold/warcsift" -q --compress none --with-title --force -o "$fold/out" "$work/pages.warc.gz"
done
mkdir -p build/bench
"$python" "$here/cv_text.py" "$work" "$shared/bench" build/bench/cv.jsonl
