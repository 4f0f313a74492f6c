#!/bin/sh
# unseen.sh prompts | kinds - pages by other writers: what stays in the text that is none of it, and what is lost, beside
# trafilatura and Resiliparse (from PyPI).
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
peers_ready
"$venv_python" tests/bench/unseen.py "tests/bench/$1.jsonl" "$WARCSIFT" trafilatura resiliparse
