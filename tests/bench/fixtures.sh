#!/bin/sh
# fixtures.sh - how many of the made fixtures (../shared/warc/derived: quirks, damage, zstd) this reader gets
# right, beside FastWARC and warcio, run live. Without PyPI at the first time, this reader alone.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
derived=$WS_SHARED/warc/derived
[ -f "$derived/damage.json" ] || die "no fixtures in $derived (set WS_SHARED)"

peer=
if (peers_ready) >"$work/fixtures.log" 2>&1; then
    peer="build/venv/bin/python tests/bench/fixtures_peer.py"
else
    echo "${0##*/}: no peers ($work/fixtures.log): warcsift alone" >&2
fi
files=$work/fixtures
mkdir -p "$files"
"$PYTHON" tests/bench/fixtures.py "$derived" "$PAYLOADS" "$peer" "$files"
