# shellcheck shell=sh
# lib.sh - what the tests of tests/corpus/ share. Sourced after tap.sh.
# Sets corpus_python, the interpreter that has requirements.txt; without it the whole file is skipped.
PYTHONDONTWRITEBYTECODE=1
HF_HUB_OFFLINE=1 # nothing is asked of any hub
HF_HUB_DISABLE_TELEMETRY=1
HF_HOME=$tmp/.hf
NLTK_DATA=$tmp/.nltk
export PYTHONDONTWRITEBYTECODE HF_HUB_OFFLINE HF_HUB_DISABLE_TELEMETRY HF_HOME NLTK_DATA
corpus_python=$SRC/build/venv-corpus/bin/python
[ -x "$corpus_python" ] && [ -e "$SRC/build/venv-corpus/installed.txt" ] ||
    skip_all "no build/venv-corpus: tests/corpus/venv.sh makes it"
