#!/bin/sh
# demo.sh - installs what is missing, builds warcsift, runs it on the archives in samples/ and shows the
# first articles. Leaves its output in build/demo.
set -eu
cd "${0%/*}/.."
articles=${1:-3} # how many to show

.ci/install-deps.sh build
echo "Building ..."
make --no-print-directory -s -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" all

show() {
    printf '\n$ %s\n' "$*"
    "$@"
}

# Title, address and the first paragraphs of the first articles of a shard.
first_articles() {
    gzip -dc "$1" | awk -v count="$articles" '
        function value(key,    at, s) {
            at = index($0, "\"" key "\":\"")
            if (!at) return ""
            s = substr($0, at + length(key) + 4)
            match(s, /^([^"\\]|\\.)*/)
            s = substr(s, 1, RLENGTH)
            gsub(/\\n/, "\n", s)
            gsub(/\\t/, "\t", s)
            gsub(/\\"/, "\"", s)
            gsub(/\\\\/, "\\", s)
            return s
        }
        NR <= count {
            n = split(value("text"), block, /\n\n/)
            printf "\n%s\n%s\n", value("title"), value("url")
            for (i = 1; i <= n && i <= 3; i++) {
                gsub(/\n/, "\n    ", block[i])
                printf "\n    %s\n", block[i]
            }
            if (n > 3) printf "\n    [%d more blocks]\n", n - 3
        }
        END { if (NR > count) printf "\n[%d more articles in this shard]\n", NR - count }'
}

rm -rf build/demo
status=0
show build/warcsift -o build/demo samples || status=$?
[ "$status" -le 1 ] || exit "$status"

printf '\nThe first %s articles of build/demo/mixed.jsonl.gz (zcat shows the whole records):\n' "$articles"
first_articles build/demo/mixed.jsonl.gz

if [ "$status" -eq 1 ]; then
    printf '\nExit status 1 says that something was lost: samples/damaged.warc.gz is broken on purpose, and\n'
    printf 'only the records that the damage touches are missing. Next: build/warcsift --help, README.md\n'
fi
