#!/bin/sh
# ARC files: their pages are as those of a WARC file, in whatever way they are compressed.
. "${0%/*}/lib.sh"

# arc URL FIELDS <BLOCK: one ARC record; FIELDS: what stands between the URL and the length.
arc() {
    cat >"$tmp/.block"
    printf '%s %s %d\n' "$1" "$2" "$(wc -c <"$tmp/.block")"
    cat "$tmp/.block"
    printf '\n'
}
http() {
    printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n'
    cat
}
first() { printf '1 0 Tester\nURL IP-address Archive-date Content-type Archive-length\n\n' | arc filedesc://t.arc '0.0.0.0 20240501102030 text/plain'; }

first >0.rec
printf '20240501102030\nexample.org. 60 IN A 192.0.2.7\n' | arc dns:example.org '192.0.2.7 20240501102030 text/dns' >1.rec
page "Page one" a1 b1 c1 | http | arc http://example.org/1 '192.0.2.7 20240501102031 text/html' >2.rec
page "Page two" a2 b2 c2 | http | arc "http://example.org/2 $(printf '\351')t" '192.0.2.7 20240501102032 ' >3.rec
page "Page three" a3 b3 c3 | http |
    arc http://example.org/3 '192.0.2.7 20240501102033 text/html 200 - - 123 t.arc' >4.rec
page "Page four" a4 b4 c4 | arc http://example.org/4 'None 20240501102034000jpg text/html' >5.rec
cat ./?.rec >plain.arc
gzip <plain.arc >whole.arc.gz
for i in ./?.rec; do gzip <"$i"; done >members.arc.gz

run "$WARCSIFT" -o shards plain.arc whole.arc.gz members.arc.gz
is "$status" 0 "plain, in one member, in members"
gzip -dc shards/plain.jsonl.gz >lines
is "$(sed 's/.*"title":"Page \([a-z]*\)".*/\1/' lines | tr '\n' ' ')" "one two three four " "all pages, and no others"
is "$(sed 's/.*"date":"\([^"]*\)".*/\1/' lines | head -n 2 | tr '\n' ' ')" \
    "2024-05-01T10:20:31Z 2024-05-01T10:20:32Z " "their dates as in WARC files"
like lines '"url":"http://example.org/2 [^"]*t","' "a URL with a blank and a byte that is no UTF-8"
ok "the lines are UTF-8" python3 -c 'open("lines", encoding="utf-8").read()'
offset=$(cat 0.rec 1.rec | wc -c | tr -d ' ')
like lines "\"offset\":$offset,\"length\":$(wc -c <2.rec | tr -d ' ')," "places and lengths"
is "$(count shards/plain warcinfo),$(count shards/plain response)" 1,5 "records by type"
bare() { gzip -dc "$1" | sed 's/"source":"[^"]*"//; s/"offset":[0-9]*,"length":[0-9]*//'; }
bare shards/plain.jsonl.gz >a
bare shards/whole.jsonl.gz >b
bare shards/members.jsonl.gz >c
same b a "one member gives the same"
same c a "members, too"
# A pipe, not a file on standard input.
# shellcheck disable=SC2002
cat members.arc.gz | "$WARCSIFT" -q -j 4 -o pipe --stdin-name members.arc.gz -
same pipe/members.jsonl.gz shards/members.jsonl.gz "a pipe as well"

# Damage costs the record that it touches.
{ cat 0.rec 1.rec && printf '#####' && tail -c +6 2.rec && cat 3.rec 4.rec 5.rec; } >bad.arc
run "$WARCSIFT" -o - bad.arc
is "$status,$(lines out)" 1,3 "a damaged header"
like err "bad\.arc: offset $offset: .*garbage, jumped $(wc -c <2.rec | tr -d ' ') bytes" "is told with its bytes"
run "$WARCSIFT" cat plain.arc "$offset"
same out 2.rec "a record by its place"
done_testing
