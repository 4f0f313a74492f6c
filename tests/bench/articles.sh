#!/bin/sh
# articles.sh - news and posts with their texts, the test data of the npm package article (npm pack, 4 MB the first time),
# beside trafilatura and Resiliparse (from PyPI).
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
peers_ready

package=$PWD/$work/articles
if [ ! -d "$package" ]; then
    command -v npm >/dev/null 2>&1 || die "needs npm, which fetches the pages"
    rm -rf "$package.part"
    mkdir -p "$package.part"
    (cd "$package.part" && npm pack --silent article@1.1.2 >/dev/null && tar -xzf article-1.1.2.tgz) ||
        die "no package article"
    mv "$package.part/package" "$package"
    rm -r "$package.part"
fi
"$venv_python" tests/bench/articles.py "$WS_SHARED/bench" "$package" "$WARCSIFT" trafilatura resiliparse
