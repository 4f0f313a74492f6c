#!/bin/sh
# Options out of files, printed as files, and runs repeated from what their stats files say.
. "${0%/*}/lib.sh"

for word in one two three; do
    page "About $word" "$word" words <&- | response "http://example.org/$word?a=1"
done | gzip >in.warc.gz

# --print-config, of every command.
commands=$("$WARCSIFT" --help | sed -n 's/^       warcsift \([a-z]*\) .*/\1/p' | grep -v '^help$')
ok "there are commands" test "$(echo "$commands" | wc -l)" -ge 8
for command in '' $commands; do
    run "$WARCSIFT" $command --print-config
    is "$status" 0 "$command --print-config"
    cp out printed
    run "$WARCSIFT" $command --config printed --print-config
    same out printed "reads what it prints"
    # Each option stands there behind its help, as a comment.
    "$WARCSIFT" $command --help | grep -oE '^  (-., |    )--[a-z-]+' | sed 's/.*--//' |
        grep -vxE 'config|print-config|help|version' >want
    sed -n 's/^#\([a-z-]*\) = .*/\1/p' printed >got
    same got want "all options"
done

set -- -o out -j 3 --favor recall --min-length 10 --url-exclude '/tag/\d+"$' --url-exclude "it's
é 😀	\\" --markdown --links --since 2024 --min-length 0 -q
run "$WARCSIFT" "$@" --print-config
is "$status" 0 "options of all kinds"
cp out printed.toml
run "$WARCSIFT" --config printed.toml --print-config
same out printed.toml "round trip"
grep -v '^#' printed.toml | grep . >short
cat >want <<'END'
output = "out"
threads = 3
min-length = [
    10,
    0
]
url-exclude = [
    "/tag/\\d+\"$",
    "it's\u000aé 😀\u0009\\"
]
since = 2024
markdown = true
links = true
favor = "recall"
quiet = true
END
same short want "as TOML"
if python3 -c 'import tomllib' 2>/dev/null; then
    cat >check.py <<'END'
import sys, tomllib
got = tomllib.load(open("printed.toml", "rb"))
assert got["url-exclude"] == ['/tag/\\d+"$', "it's\né 😀\t\\"], got
assert (got["since"], got["markdown"], got["min-length"]) == (2024, True, [10, 0]), got
END
    ok "Python's reader of TOML finds the same" python3 check.py
else
    skip "no tomllib"
fi
run "$WARCSIFT" --print-config --url-include "$(printf '\377')"
is "$status" 2 "what is not UTF-8 cannot be printed"
like err 'not UTF-8' "and it is told"

# A run by a file is that of the same options.
cat >my.toml <<'END'
# my crawl
favor = 'recall'
url-exclude = ['/two\?', # no twos
               "/four"]
blocks = true
END
run "$WARCSIFT" -q -o by-file --config my.toml in.warc.gz
is "$status" 0 "a run by a file"
run "$WARCSIFT" -q -o by-words --favor recall --url-exclude '/two\?' --blocks --url-exclude /four in.warc.gz
ok "is the same as by the command line" diff -r by-file by-words
is "$(lines_in_gzip by-file/in.jsonl.gz)" 2 "with its filter"
like by-file/in.stats.json '^  "config": \{"url-exclude": \["/two\\\\\?", "/four"\], "favor": "recall", "blocks": true\},$' "the stats file says with which options"
run "$WARCSIFT" -q -o more --config my.toml --no-url-exclude --no-blocks in.warc.gz
is "$(gzip -dc more/in.jsonl.gz | grep -vc '"blocks"')" 3 "--no-... takes them back"
run "$WARCSIFT" extract --config my.toml "$SRC/samples/pages/news-wordpress.html"
is "$status" 2 "an option of another command"
like err 'my.toml:3: url-exclude: no such option' "is told with its line"
echo 'format = "json"' >extract.toml
run "$WARCSIFT" extract --config extract.toml "$SRC/samples/pages/news-wordpress.html"
like out '^\{"id":""' "extract by a file"
run "$WARCSIFT" --config=
is "$status" 2 "--config wants a file"

# Again, from the stats file alone.
printf '/two\\?\n' >patterns
set -- --favor precision --schema dolma --url-exclude @patterns --markdown --verify-digests --shard-size 2K
"$WARCSIFT" -q -o first -j 1 "$@" in.warc.gz
"$WARCSIFT" -q -o fast -j 4 --max-runtime 1h --read-ahead 1M "$@" in.warc.gz
ok "the stats file is the same with other threads" diff -r first fast
mkdir -p far && cp first/in.stats.json far/made.json
run "$WARCSIFT" -o again --config far/made.json in.warc.gz
is "$status" 0 "a run is repeated"
ok "the same bytes" diff -r first again
unlike err 'may differ' "without a word"
run "$WARCSIFT" -o again --config far/made.json in.warc.gz
like err 'skipped' "it is what was done before"
run "$WARCSIFT" -o once-more --config again/in.stats.json -j 2 in.warc.gz
ok "and of the repeated run, too" diff -r first once-more
run "$WARCSIFT" -o other --config far/made.json --favor recall in.warc.gz
unlike err 'may differ' "what the command line changes is meant so"
echo /three >>patterns
run "$WARCSIFT" -o changed --config far/made.json in.warc.gz
is "$status" 0 "a file that an option names has changed"
like err 'may differ' "that is told"
sed 's/"options_hash": "sha256:./&x/' far/made.json >far/old.json
printf '/two\\?\n' >patterns
run "$WARCSIFT" -o old --config far/old.json in.warc.gz
like err 'may differ' "and so is another version"
ok "though here it is the same" diff -r first old
run "$WARCSIFT" -q -o quiet --config far/old.json in.warc.gz
is "$(cat err)" "" "-q: no notes"
run "$WARCSIFT" merge first
is "$status" 0 "merge takes stats files as they are"
printf '{"options_hash": "sha256:1"}' >no.json
run "$WARCSIFT" -o x --config no.json in.warc.gz
is "$status" 2 "a stats file of an older program"
like err '^warcsift: no.json: a stats file that does not say with which options it was made' "is refused"
done_testing
