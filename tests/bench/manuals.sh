#!/bin/sh
# manuals.sh - documentation as its generators write it: manuals of Debian's packages (apt-get download, 100 MB the first
# time), beside trafilatura and Resiliparse (from PyPI). What this system's archive has not got is left out.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
peers_ready

folder=$PWD/$work/manuals
mkdir -p "$folder"
for name in $("$PYTHON" tests/bench/manuals.py --packages); do
    [ ! -d "$folder/$name" ] || continue
    (cd "$folder" && apt-get download -qq "$name" >/dev/null 2>&1) || { echo "manuals.sh: no package $name" >&2; continue; }
    dpkg-deb -x "$folder/$name"_*.deb "$folder/$name.part"
    mv "$folder/$name.part" "$folder/$name"
    rm "$folder/$name"_*.deb
done
"$venv_python" tests/bench/manuals.py "$WS_SHARED/bench" "$folder" "$WARCSIFT" trafilatura resiliparse
