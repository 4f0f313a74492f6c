#!/bin/sh
# Kinds of records: conversions, revisits, segments, truncated ones, metadata of Common Crawl's crawler.
. "${0%/*}/lib.sh"

id() { # NAME <RECORD: with another id
    sed "s/^WARC-Record-ID: .*/WARC-Record-ID: <urn:uuid:$1>\\r/"
}
key() { sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p" out | tr '\n' ' '; }

# --- conversions
{
    printf 'software: by hand\r\n' | record warcinfo '' application/warc-fields
    printf 'The  title \n\n\nA line with e\314\201.\n' | record conversion http://a/ text/plain \
        'WARC-Identified-Content-Language: spa,eng'
    page Other x y z | record conversion http://a/html text/html
    printf '%%PDF-1.4' | record conversion http://a/pdf text/plain
    printf '' | record conversion http://a/none text/plain
    page Page x y z | record resource http://a/page text/html
} >x.warc.wet
gzip <x.warc.wet >x.warc.wet.gz
mkdir d
mv x.warc.wet.gz d
run "$WARCSIFT" -q -o - x.warc.wet
is "$(key record_type)" "conversion resource " "plain text of a conversion is written, and marked"
is "$(head -n 1 out | sed 's/.*"text":"\([^"]*\)".*/\1/')" "$(printf 'The title\\n\\nA line with \303\251.')" "its text is made tidy"
like out '"content_type":"text/plain","status":0,' "its type"
run "$WARCSIFT" -q -o wet d
is "$status,$(ls wet | tr '\n' ' ')" "0,x.warc.wet.jsonl.gz x.warc.wet.stats.json " "a WET file is an archive by its name"
is "$(count wet/x.warc.wet article),$(count wet/x.warc.wet not_html),$(count wet/x.warc.wet no_body)" 2,2,1 "other conversions are no text"
ok "outcomes add up" outcomes_add_up wet/x.warc.wet.stats.json
run "$WARCSIFT" -q -o - --blocks --with-title --markdown x.warc.wet
like out '"record_type":"conversion",.*"blocks":\[\]' "no blocks are known of it"
run "$WARCSIFT" -q -o - --use-crawl-metadata x.warc.wet
like out '"crawl_charset":"","crawl_languages":\[{"code":"spa","covered":null},{"code":"eng","covered":null}\],"crawl_reliable":false}$' \
    "languages that its record names"
run "$WARCSIFT" -q -o - --mime text/plain x.warc.wet
is "$(key record_type)" "conversion " "--mime chooses it"
run "$WARCSIFT" -q -o - --host-memory x.warc.wet
is "$(key record_type)" "conversion resource " "--host-memory lets it be"

# --- revisits
{
    printf '' | record revisit http://a/1 'application/http; msgtype=response' 'WARC-Profile: http://p/' \
        'WARC-Refers-To: <urn:uuid:first>' 'WARC-Refers-To-Target-URI: <http://b/>' 'WARC-Refers-To-Date: 2020-01-01T00:00:00Z' |
        id one
    printf '' | record revisit http://a/2 'application/http; msgtype=response' | id two
} >r.warc
run "$WARCSIFT" -q -o revisits r.warc
is "$status,$(count revisits/r revisit),$(count revisits/r type)" 0,2,2 "revisits are counted"
like revisits/r.stats.json '"revisits": {"with_id": 1, "with_url": 1, "with_date": 1},' "and what they refer to"
run "$WARCSIFT" -q -o revisits --list-revisits r.warc
like revisits/r.stats.json '{"offset": 0, "id": "one", "url": "http://a/1", "date": "2024-05-01T10:20:30Z", "digest": "", "profile": "http://p/", "refers_to": "first", "refers_to_url": "http://b/", "refers_to_date": "2020-01-01T00:00:00Z"},$' \
    "--list-revisits lists them"
like revisits/r.stats.json '"id": "two", .*"refers_to_url": "", "refers_to_date": ""}$' "all of them"
if command -v python3 >/dev/null; then
    ok "the stats file is JSON" python3 -c 'import json, sys; assert len(json.load(open(sys.argv[1]))["revisits"]["list"]) == 2' \
        revisits/r.stats.json
else
    skip "no python3"
fi

# --- segments
page Joined one two three four five >.page
{ printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n' && cat .page; } >.message
size=$(wc -c <.message | tr -d ' ')
http='application/http; msgtype=response'
first() { head -c 700 .message | record response "$1" "$http" 'WARC-Segment-Number: 1' | id "$2"; }
second() { tail -c +701 .message | head -c 300 | record continuation "$1" "$http" 'WARC-Segment-Number: 2' "WARC-Segment-Origin-ID: <urn:uuid:$2>"; }
third() {
    tail -c +1001 .message | record continuation "$1" "$http" 'WARC-Segment-Number: 3' "WARC-Segment-Origin-ID: <urn:uuid:$2>" \
        "WARC-Segment-Total-Length: $size"
}
page Whole one two three four five | response http://a/joined >whole.warc
{
    first http://a/joined j
    cat whole.warc
    second http://a/joined j
    third http://a/joined j
} >s.warc
run "$WARCSIFT" -o segments s.warc
is "$status" 0 "segments: exit status"
for want in article,2 segment,2 joined,1 continuation,2 record_count,4; do
    is "$(count segments/s "${want%,*}")" "${want#*,}" "segments: ${want%,*}"
done
ok "outcomes add up" outcomes_add_up segments/s.stats.json
text_of() { sed -n "s/.*\"title\":\"$1\",\"text\":\"\\([^\"]*\\)\".*/\\1/p" out; }
run "$WARCSIFT" -q -o - s.warc
is "$(text_of Joined)" "$(text_of Whole)" "a record of three segments is whole"
ok "and has a text" test -n "$(text_of Joined)"
like out '"offset":0,"length":0,.*"truncated":"",' "it does not stand in one place"

{
    first http://a/parts p
    third http://a/parts p
    second http://a/stray nowhere
    first http://a/end e
    second http://a/end e
} >p.warc
run "$WARCSIFT" -o parts p.warc
is "$status" 0 "missing segments: exit status"
for want in article,2 segment,1 stray_segment,2 gap,1 no_end,1 no_start,2 record_count,5; do
    is "$(count parts/p "${want%,*}")" "${want#*,}" "missing segments: ${want%,*}"
done
ok "outcomes add up" outcomes_add_up parts/p.stats.json
like err 'stray_segment 2' "the summary has them"
run "$WARCSIFT" -q -o - p.warc
is "$(key truncated)" "segment segment " "a beginning is marked as truncated"
run "$WARCSIFT" -q -o - --skip-truncated p.warc
is "$(lines out)" 0 "--skip-truncated leaves it out"

# --- metadata of the crawler: two pages in windows-1251, that nothing declares
russian() {
    printf '<html><title>Page</title><p>'
    for i in 1 2 3 4; do
        printf '\317\360\356\361\362\356 \361\353\356\342\340, 123 (%d), and some words in between, so that they are taken for text. ' $i
    done
}
companion() { # ID LANGUAGES <CHARSET
    printf 'fetchTimeMs: 1\r\ncharset-detected: %s\r\nlanguages-cld2: {"reliable":true,"text-bytes":9,"languages":[%s]}\r\n' "$2" "$3" |
        record metadata http://a/ application/warc-fields "WARC-Concurrent-To: <urn:uuid:$1>"
}
language='{"code":"ru","code-iso-639-3":"rus","text-covered":0.5,"score":1.0,"name":"RUSSIAN"}'
{
    russian | response http://a/1 '200 OK' 'Content-Type: text/html' | id one
    companion one koi8-r "$language"
    russian | response http://a/2 '200 OK' 'Content-Type: text/html; charset=windows-1251' | id two
    companion two koi8-r "$language,$language"
    russian | response http://a/3 '200 OK' 'Content-Type: text/html' | id three
    companion other koi8-r "$language"
    russian | response http://a/4 '200 OK' 'Content-Type: text/html' | id four
    companion four utf-8 ''
} >c.warc
run "$WARCSIFT" -q -o - --use-crawl-metadata c.warc
cp out with
is "$(key charset_source)" "crawl http detected detected " "the crawler's charset, where none is declared, and if it is true"
is "$(key charset | cut -d ' ' -f 1,2)" "koi8-r windows-1251" "the page is read in it"
is "$(key crawl_charset)" "koi8-r koi8-r  utf-8 " "and it is written"
is "$(sed 's/.*"crawl_languages":\(.*\)}$/\1/' out | tr '\n' ' ')" \
    '[{"code":"rus","covered":0.5}],"crawl_reliable":true [{"code":"rus","covered":0.5},{"code":"rus","covered":0.5}],"crawl_reliable":true [],"crawl_reliable":false [],"crawl_reliable":true ' \
    "as are the languages"
run "$WARCSIFT" -q -o - c.warc
is "$(grep -c crawl_ out)" 0 "without the option there are no such keys"
run "$WARCSIFT" -q -o crawl --use-crawl-metadata c.warc
is "$(count crawl/c crawl_metadata)" 3 "pages with metadata are counted"
run "$WARCSIFT" -q -o - --use-crawl-metadata --host-memory c.warc
same out with "two passes give the same"

# --- many batches: whatever lies across them comes together, for any number of threads
filler() { head -c 3000000 /dev/zero | tr '\0' x | record resource http://a/filler text/css; }
{
    for i in 1 2 3; do
        first "http://a/$i" "far$i"
        filler
        filler
        second "http://a/$i" "far$i"
        filler
        filler
        third "http://a/$i" "far$i"
        { cat .page && head -c 4200000 /dev/zero | tr '\0' ' '; } | response "http://a/big$i" '200 OK' 'Content-Type: text/html' | id "big$i"
        companion "big$i" utf-8 "$language"
    done
} >far.warc
run "$WARCSIFT" -q -j 1 -o far1 --use-crawl-metadata far.warc
is "$(count far1/far article),$(count far1/far joined),$(count far1/far crawl_metadata)" 6,3,3 "segments and metadata over batches"
for j in 2 5; do
    run "$WARCSIFT" -q -j $j -o far$j --use-crawl-metadata far.warc
    ok "-j $j: the same files" diff -r far1 far$j
    # A pipe, not a file on standard input.
    # shellcheck disable=SC2002
    cat far.warc | "$WARCSIFT" -q -j $j -o pipe$j --use-crawl-metadata --stdin-name far.warc -
    same pipe$j/far.jsonl.gz far1/far.jsonl.gz "-j $j: from a pipe as well"
done

# --- real ones, where they are at hand
shared=$WS_SHARED/warc
if [ -f "$shared/derived/cc-look-small.warc.gz" ]; then
    run "$WARCSIFT" -q -o look --use-crawl-metadata "$shared/derived/cc-look-small.warc.gz"
    is "$(count look/cc-look-small crawl_metadata)" "$(count look/cc-look-small article)" "every page of a Common Crawl look-alike has its metadata"
    run "$WARCSIFT" -q -o look --skip-truncated "$shared/derived/cc-look-small.warc.gz"
    is "$(count look/cc-look-small truncated)" 13 "and all that are truncated are known"
else
    skip "no ../shared"
fi
if [ -f "$shared/files/whirlwind-python__whirlwind.warc.wet.gz" ]; then
    run "$WARCSIFT" -q -o - "$shared/files/whirlwind-python__whirlwind.warc.wet.gz"
    like out '"url":"https://an.wikipedia.org/wiki/Escopete",.*"record_type":"conversion"' "a WET file of Common Crawl"
    run "$WARCSIFT" -q -o - --use-crawl-metadata "$shared/files/whirlwind-python__whirlwind.warc.gz"
    like out '"crawl_charset":"UTF-8","crawl_languages":\[{"code":"spa","covered":0.69}\],"crawl_reliable":false' "and its WARC file"
else
    skip "no ../shared"
fi
done_testing
