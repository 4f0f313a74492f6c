#!/bin/sh
# warcsift extract: one page in, its text or its record out.
. "${0%/*}/lib.sh"

page "The headline" one two three >page.html
run "$WARCSIFT" extract page.html
is "$status" 0 "a file"
is "$(grep -c '^This paragraph is about' out)" 3 "its paragraphs"
is "$(cat err)" "" "and no more to say"
cp out text
run "$WARCSIFT" extract --format text page.html
same out text "--format text is the default"
run sh -c '"$1" extract <page.html' sh "$WARCSIFT"
same out text "without a name: standard input"
run sh -c '"$1" extract - <page.html' sh "$WARCSIFT"
same out text "- is standard input"

run "$WARCSIFT" extract --format json --url http://example.org/a page.html
is "$status,$(lines out)" 0,1 "--format json is one line"
like out '^\{"id":"","url":"http://example.org/a","title":"The headline","text":"This' "a record with its url"
like out '"date":null,.*"source":"page.html",.*"offset":0,"length":0,.*"status":0,"charset":"utf-8","charset_source":"meta"' \
    "and nothing where there is no archive"
page "The headline" one two three | response http://example.org/a "200 OK" 'Content-Type: text/html' >a.warc
"$WARCSIFT" -q -o - a.warc >shard
archive_free() { sed 's/"id":"[^"]*"//; s/"date":[^,]*//; s/"source":"[^"]*"//; s/"offset":[0-9]*,"length":[0-9]*//; s/,"record_type":"[^"]*"//; s/"content_type":"[^"]*","status":[0-9]*//' "$1"; }
archive_free out >a
archive_free shard >b
same a b "the same extraction as from an archive"

# What the page says about itself; no date in it is later than the day it was fetched.
{
    printf '<html lang=en><head><link rel=canonical href=/b><meta name=keywords content="x, y">'
    printf '<meta property="article:published_time" content="2024-05-02T10:00:00+02:00"></head>'
    page "The headline" one two three
} >meta.html
run "$WARCSIFT" extract --format json --url http://example.org/a --date 2024-05-03T00:00:00Z meta.html
like out '"date":"2024-05-03T00:00:00Z",.*"published":"2024-05-02T10:00:00\+02:00","modified":""' "dates"
like out '"canonical_url":"http://example.org/b","license":"","section":"","tags":"x, y","image":""' "and more"
run "$WARCSIFT" extract --format json --date 2024-04-01 meta.html
like out '"published":""' "a date later than --date is not believed"
response http://example.org/2024/04/30/a <meta.html >meta.warc
run "$WARCSIFT" -q -o - meta.warc
like out '"date":"2024-05-01T10:20:30Z",.*"published":"2024-05-02T10:00:00\+02:00"' "a day later than WARC-Date is"
sed 's/2024-05-02T10/2024-05-04T10/' meta.html | response http://example.org/2024/04/30/a >late.warc
run "$WARCSIFT" -q -o - late.warc
like out '"published":"2024-04-30"' "three days later is not, and the address counts"
run "$WARCSIFT" extract --date yesterday meta.html
is "$status" 2 "--date wants a date"
cat >md.html <<'END'
<!DOCTYPE html><meta charset=utf-8><title>The headline</title><article><h1>The headline</h1>
<p>The river <b>rose</b> by two metres overnight, and by morning the <a href="/road">lower road</a> was closed; nobody
was hurt, the mayor said, but forty families spent the night in the *school* hall.</p>
<h2>What comes next</h2><p>More rain is expected, and the bridge stays closed until the water has fallen
to <img alt="$x^2$"> metres, <img alt="a gauge" src="g.png"> as the gauge shows, which will take days.</p></article>
END
run "$WARCSIFT" extract --format markdown md.html
is "$status" 0 "--format markdown"
like out '^The river \*\*rose\*\* .* the lower road was' "emphasis"
like out '\\\*school\\\* hall' "stars of the text are escaped"
like out '^## What comes next$' "a heading"
like out 'to \$x\^2\$ metres,.* as the' "a formula, and no image"
cp out markdown
run "$WARCSIFT" extract --markdown md.html
same out markdown "--markdown is the same"
run "$WARCSIFT" extract --markdown --links --images md.html
like out 'the \[lower road\]\(/road\) was' "--links"
like out '!\[a gauge\]\(g\.png\)' "--images"
run "$WARCSIFT" extract --markdown --format json md.html
like out '"text":"The river \*\*rose' "--markdown in a record"
run "$WARCSIFT" extract --markdown --with-title md.html
like out '^# The headline$' "--with-title is a heading"
run "$WARCSIFT" extract --markdown --with-title --blocks --format json md.html
ok "blocks of Markdown are where they are said to be" python3 - out <<'END'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
said = [(b["role"], r["text"][b["start"]:b["end"]]) for b in r["blocks"]]
assert said[0] == ("headline", "The headline"), said
assert [s for role, s in said if role == "heading"] == ["What comes next"], said
assert said[1][1].startswith("The river **rose** by") and said[1][1].endswith("hall."), said
assert said[-1][1].endswith("take days."), said
END
run "$WARCSIFT" extract md.html
like out '\*school\* hall' "plain text is plain"
like out 'to \$x\^2\$ metres' "formulas are in it, too"
response http://example.org/a "200 OK" 'Content-Type: text/html' <md.html >a.warc
"$WARCSIFT" -q -o md.d --compress none --markdown --links a.warc
like md.d/a.jsonl '"text":"The river \*\*rose' "--markdown in shards"
like md.d/a.stats.json 'format=markdown links' "the stats file says so"

run "$WARCSIFT" extract missing.html
is "$status" 1 "a missing file"
like err '^warcsift: missing\.html: No such file' "is named"
run "$WARCSIFT" extract page.html page.html
is "$status" 2 "one page at a time"
: >empty.html
run "$WARCSIFT" extract empty.html
is "$status,$(cat out)" "0," "a page without text has none"
printf '<p>Caf\351 au lait, and a long enough sentence to be kept as the text of this small page.' >latin.html
run "$WARCSIFT" extract latin.html
like out 'Café au lait' "bytes that are not UTF-8 are decoded"
done_testing
