#!/bin/sh
# --pii mask: what it replaces in records, plain and in Markdown, what it counts, and that nothing happens without it.
. "${0%/*}/lib.sh"

{
    printf '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Write to jo@acme.org</title>'
    printf '<meta name="description" content="Call +49 30 901820 today"><meta name="author" content="Jo (jo@acme.org)"></head><body><article>'
    printf '<h1>Write to jo@acme.org</h1><p>\303\204rger: write to <a href="mailto:jo@acme.org">jo@acme.org</a>, call <a href="tel:+4930901820">+49 (0)30 901820</a>,'
    printf ' or come by, as many people do, because it is not far, and there is coffee for everybody.</p>'
    printf '<p>The second paragraph, from 93.184.216.34 and 2a00:1450:4001:81b::200e, was written on 31.12.2020, and it has'
    printf ' ISBN 978-3-16-148410-0 in it, which is no number of a phone, as everybody sees.</p>'
    printf '<p>Send money to DE89 3704 0044 0532 0130 00 or charge 4111 1111 1111 1111, says nobody who is in their right mind,'
    printf ' but a test has to have something to look for.</p></article></body></html>'
} | response http://jo@acme.org/ >a.warc
page Plain one two three | response http://b.example/ >b.warc

run "$WARCSIFT" -q -o - --blocks a.warc
cp out plain
unlike plain '"pii"' "without the option there is no key"
like plain 'jo@acme\.org, call \+49 \(0\)30 901820' "and nothing is masked"
run "$WARCSIFT" -q -o - --blocks --pii keep a.warc
same out plain "--pii keep is the default"

run "$WARCSIFT" -q -o - --blocks --pii mask a.warc b.warc
head -n 1 out >masked
like masked 'write to email@example\.com, call \+00-000-000-0000, or' "an address and a number"
like masked 'from 192\.0\.2\.1 and 2001:db8::1, was written on 31\.12\.2020, and it has ISBN 978-3-16-148410-0' "hosts, but no date and no ISBN"
like masked 'money to DE00000000000000000000 or charge 0000-0000-0000-0000, says' "an account and a card"
like masked '"title":"Write to email@example\.com"' "the title"
like masked '"description":"Call \+00-000-000-0000 today"' "the description"
like masked '"author":"Jo \(email@example\.com\)"' "the author"
like masked '"url":"http://jo@acme\.org/"' "not the address"
like masked '"pii":\{"email":3,"phone":2,"ip":2,"iban":1,"card":1\}' "all is counted"
like out '"pii":\{"email":0,"phone":0,"ip":0,"iban":0,"card":0\}' "zeros, too"

if command -v python3 >/dev/null; then
    cat >blocks.py <<'EOP'
import json, sys
old, new = (json.loads(open(name, encoding="utf-8").readline()) for name in sys.argv[1:])
assert len(old["blocks"]) == len(new["blocks"]) >= 3
for a, b in zip(old["blocks"], new["blocks"]):
    a, b = old["text"][a["start"]:a["end"]], new["text"][b["start"]:b["end"]]
    assert a[:5] == b[:5] and a[-5:] == b[-5:], (a, b)
EOP
    ok "blocks move along" python3 blocks.py plain masked
else
    skip "no python3"
fi

run "$WARCSIFT" -q -o - --markdown --links --pii mask a.warc
like out '\[email@example\.com\]\(mailto:email@example\.com\), call \[\+00-000-000-0000\]\(tel:\+00-000-000-0000\)' "links stay links in Markdown"

run "$WARCSIFT" -o o --pii mask a.warc b.warc
like err 'masked +9  email 3, phone 2, ip 2, iban 1, card 1' "the summary says how much"
like o/a.stats.json ' pii=mask"' "the stats file has the option"
is "$(count o/a email) $(count o/a phone) $(count o/a card) $(count o/b email)" "3 2 1 0" "and the counts"
run "$WARCSIFT" merge --json o
like out '"pii": \{"email": 3, "phone": 2, "ip": 2, "iban": 1, "card": 1\}' "merge adds them up"

run "$WARCSIFT" -q -o x --pii all a.warc
is "$status" 2 "--pii wants a word that it knows"
done_testing
