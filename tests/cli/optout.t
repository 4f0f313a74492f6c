#!/bin/sh
# Opt-out signals: recorded with every document, and heeded with --respect-optout and --optout.
. "${0%/*}/lib.sh"

value() { # KEY FILE: of each record
    sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$2"
}
html='Content-Type: text/html'
with() { # ELEMENTS: a page with them in its head
    page "A page" one two three | sed "s|</head>|$1</head>|"
}
with '' | response http://a.example/plain >all.warc
with '<meta name="robots" content="noai, noimageai">' | response http://a.example/noai >>all.warc
with '<META NAME=Robots CONTENT="NOARCHIVE"><meta name="robots" content="max-snippet:0">' | response http://a.example/noarchive >>all.warc
with '<meta name="googlebot" content="noindex"><meta name="CCBot" content="nofollow, noindex">' | response http://a.example/ccbot >>all.warc
with '<meta name="googlebot" content="noindex, noai">' | response http://a.example/googlebot >>all.warc
with '' | response http://a.example/field '200 OK' "$html" 'X-Robots-Tag: googlebot: noindex' 'x-robots-tag: none' >>all.warc
with '' | response http://a.example/tdm '200 OK' "$html" 'TDM-Reservation: 1' 'tdm-policy: https://a.example/policy.json' >>all.warc
with '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/p.json">' | response http://a.example/tdm-meta >>all.warc
with '<meta name="tdm-reservation" content="0">' | response http://a.example/tdm-0 >>all.warc
with '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"isAccessibleForFree":"True"}}</script>' |
    response http://a.example/paid >>all.warc
with '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree" : "True"}</script>' | response http://a.example/free >>all.warc
with '<link rel=license href="https://creativecommons.org/licenses/by-sa/4.0/deed.en">' | response http://a.example/cc >>all.warc
page "A page" one two three | sed 's|</article>|<meta itemprop=isAccessibleForFree content=False></article>|' | response http://a.example/microdata >>all.warc

run "$WARCSIFT" -q -o - all.warc
is "$(lines out)" 13 "without an option all are written"
{
    value url out >urls
    value opt_out out >signals
    value tdm_policy out >policies
    value accessible_for_free out >free
    value license_mark out >marks
    paste -d '|' urls signals policies free marks | sed 's|http://a.example/||'
} >got
cat >want <<'END'
plain||||
noai|noai, noimageai|||
noarchive|noarchive, nosnippet|||
ccbot|noindex|||
googlebot||||
field|noindex|||
tdm|tdm|https://a.example/policy.json||
tdm-meta|tdm|/p.json||
tdm-0||||
paid|||false|
free|||true|
cc||||cc-by-sa-4.0
microdata|||false|
END
same got want "what each says"

run "$WARCSIFT" -q -o shards --rejects rejects --compress none --respect-optout all.warc
value url shards/all.jsonl | sed 's|.*/||' | tr '\n' ' ' >kept
is "$(cat kept)" "plain googlebot tdm-0 paid free cc microdata " "--respect-optout"
is "$(count shards/all opt_out)" 6 "the others are counted"
value reject_reason rejects/all.jsonl | sort | uniq -c | tr -s ' ' | tr '\n' ';' >reasons
is "$(cat reasons)" " 1 optout_noai; 1 optout_noarchive; 2 optout_noindex; 2 optout_tdm;" "each by its reason"
is "$(count shards/all optout_tdm),$(count shards/all optout_noindex)" "2,2" "in the stats file, too"
run "$WARCSIFT" -q -o - --optout nosnippet,paywall all.warc
is "$(lines out)" 10 "--optout: only these"
run "$WARCSIFT" -q -o - --optout paywall --respect-optout all.warc
is "$(lines out)" 5 "both together"
run "$WARCSIFT" -q -o - --optout noai,nofollow all.warc
is "$status" 2 "--optout with what is none"
printf '%s' '<meta name=robots content=noai><p>One sentence, long enough to be kept as a text of its own.' >one.html
run "$WARCSIFT" extract --format json one.html
like out '"opt_out":"noai",' "extract tells them, too"
done_testing
