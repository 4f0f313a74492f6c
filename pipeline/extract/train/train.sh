#!/bin/sh
# train.sh fit | cv: pages of ../shared/bench (WS_SHARED) -> features -> model_tables.c, or the scores of a
# cross-validation grouped by site. Takes its Python packages from PyPI the first time; works in build/train.
set -e
cd "${0%/*}/../../.."
what=${1:?usage: train.sh fit|cv}
shared=${WS_SHARED:-../shared}
here=pipeline/extract/train
work=build/train
export PYTHONDONTWRITEBYTECODE=1 # the source tree stays as it is
mkdir -p "$work"
make -s build/release/dump
[ -x "$work/venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install -q -r "$here/requirements.txt"

sets=$(find "$shared/bench" -name '*.dev.jsonl.xz' ! -name '*.bytes.jsonl.xz' | sort)
# shellcheck disable=SC2086 # a list of files
[ -s "$work/pages.warc.gz" ] || "$python" "$shared/bench/to_warc.py" "$work/pages.warc.gz" $sets
build/release/dump "$work/pages.warc.gz" "$work/pages" >"$work/pages.names"
"$python" "$here/inject.py" "$work/pages" "$shared/bench" "$work/planted.jsonl"
"$python" "$shared/bench/to_warc.py" "$work/planted.warc.gz" "$work/planted.jsonl"
cat "$work/pages.warc.gz" "$work/planted.warc.gz" >"$work/all.warc.gz"
build/release/dump "$work/all.warc.gz" "$work/all" >"$work/all.names"
case $what in
fit) "$python" "$here/train.py" fit "$work/all" "$shared/bench" pipeline/extract/model_tables.c ;;
*) "$python" "$here/train.py" "$what" "$work/all" "$shared/bench" ;;
esac
