#!/bin/sh
# prompts.sh - prompts inside articles by other writers: how many stay in the text, beside trafilatura and
# Resiliparse (from PyPI).
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
peers_ready
"$venv_python" tests/bench/prompts.py "$WARCSIFT" trafilatura resiliparse
