#!/bin/sh
# venv.sh - makes build/venv-corpus, the virtual environment of tests/corpus/: the versions of requirements.txt
# from PyPI; again when that changes, else does nothing. Says why and exits 1 where it cannot be made.
# PYTHON: the interpreter (default python3).
set -eu
cd "${0%/*}/../.."
: "${PYTHON:=python3}"
venv=build/venv-corpus
wanted=tests/corpus/requirements.txt

cmp -s "$wanted" "$venv/installed.txt" && exit 0
"$PYTHON" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' || {
    echo "venv.sh: $PYTHON has no venv or is older than 3.11 (Debian: python3-venv)" >&2
    exit 1
}
rm -rf "$venv"
mkdir -p build
"$PYTHON" -m venv "$venv"
if ! "$venv/bin/python" -m pip install --quiet --progress-bar off --disable-pip-version-check --no-deps \
    --only-binary :all: -r "$wanted" >"$venv/pip.log" 2>&1; then
    tail -n 3 "$venv/pip.log" >&2
    echo "venv.sh: cannot install $wanted" >&2
    rm -rf "$venv"
    exit 1
fi
cp "$wanted" "$venv/installed.txt"
echo "made $venv: $(grep -c == "$wanted") packages"
