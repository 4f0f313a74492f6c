# shellcheck shell=sh
# common.sh - what score.sh and bench.sh share. Sourced from the top of the source tree.
# Sets WS_SHARED, WARCSIFT, work (build/bench), PYTHON (the system's), sets; peers_ready sets venv_python,
# archive_ready archive.
set -eu
LC_ALL=C.UTF-8
PYTHONDONTWRITEBYTECODE=1 # the source tree stays as it is
export LC_ALL PYTHONDONTWRITEBYTECODE
: "${WS_SHARED:=../shared}" "${WARCSIFT:=$PWD/build/warcsift}" "${PYTHON:=python3}"
work=build/bench
pip_options="--quiet --progress-bar off --disable-pip-version-check --no-deps"
mkdir -p "$work"

die() {
    echo "${0##*/}: $1" >&2
    exit 1
}

[ -x "$WARCSIFT" ] || die "$WARCSIFT is not there: run make first"
[ -d "$WS_SHARED/bench" ] || die "no benchmark sets in $WS_SHARED/bench (set WS_SHARED)"

# The development sets, without the files of their original bytes.
sets=$(find "$WS_SHARED/bench" -name '*.dev.jsonl.xz' ! -name '*.bytes.jsonl.xz' | sort)
[ -n "$sets" ] || die "no *.dev.jsonl.xz in $WS_SHARED/bench"

# archive_ready MB: a file of that size, compressed, in Common Crawl's form, of the pages of the sets.
archive_ready() {
    archive=$work/big-$1.warc.gz
    [ ! -s "$archive" ] || return 0
    echo "building $archive ..." >&2
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/warc/make_big.py" --out "$archive.part" --manifest "$archive.json" \
        --target-mb "$1" --seed 1 $sets >/dev/null
    mv "$archive.part" "$archive"
}

# A virtual environment with the pinned versions, made once and again when they change.
peers_ready() {
    venv_python=build/venv/bin/python
    cmp -s tests/bench/requirements.txt build/venv/installed.txt && return
    .ci/install-deps.sh bench || return 1
    rm -rf build/venv
    "$PYTHON" -m venv build/venv || return 1
    # shellcheck disable=SC2086 # options
    "$venv_python" -m pip install $pip_options -r tests/bench/requirements.txt || return 1
    cp tests/bench/requirements.txt build/venv/installed.txt
}

# What has to be compiled is tried once, where there is a compiler for it.
source_peers_ready() {
    cmp -s tests/bench/requirements-source.txt build/venv/tried-source.txt && return
    command -v cargo >/dev/null || return 0
    echo "building $(grep '==' tests/bench/requirements-source.txt) ..." >&2
    # shellcheck disable=SC2086 # options
    "$venv_python" -m pip install $pip_options -r tests/bench/requirements-source.txt ||
        echo "${0##*/}: not built, left out" >&2
    cp tests/bench/requirements-source.txt build/venv/tried-source.txt
}
