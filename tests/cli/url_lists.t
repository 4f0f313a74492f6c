#!/bin/sh
# --block-list and its like: what is left out, under which reason, and that a bad list says what is wrong.
. "${0%/*}/lib.sh"

addresses='http://bad.example/ http://www.sub.bad.example/x http://blog.host.example/ http://host.example/
http://good.example/members/joe/page http://good.example/members/joey http://good.example/hard
http://good.example/soft/mellow http://good.example/soft http://good.example/che-ap/offer'
for url in $addresses; do
    page "Page" "$url" two three | response "$url"
done >a.warc

mkdir -p ut1/adult ut1/press
printf 'bad.example\n# good.example\n\n' | gzip >ut1/adult/domains.gz
printf 'good.example/members/joe\n' >ut1/adult/urls
printf 'blog.host.example\n' >ut1/press/domains
printf 'HARD\n' >hard
printf 'soft\nmellow\n' >soft
printf 'cheapo\n' >substrings

left() { sed -n 's/.*"url":"\([^"]*\)".*/\1/p' out | tr '\n' ' '; }
# expect URLS REASONS WHAT OPTION...
expect() {
    exp_urls=$1 exp_reasons=$2 exp_what=$3
    shift 3
    rm -rf o
    run "$WARCSIFT" -q -o o --compress none "$@" a.warc
    is "$status" 0 "$exp_what: exit status"
    cp o/a.jsonl out
    is "$(left | wc -w)" "$exp_urls" "$exp_what: what is left"
    is "$(sed -n '/"rejects": {/,/}/s/^    "\(.*\)": \([0-9]*\).*/\1 \2/p' o/a.stats.json | tr '\n' ' ')" "$exp_reasons" \
        "$exp_what: reasons"
}
expect 10 '' 'no list'
expect 6 'domain 2 subdomain 1 url 1 ' 'a directory of categories' --block-list ut1
expect 7 'domain 2 url 1 ' 'one category' --block-list ut1/adult
expect 8 'domain 2 ' 'a packed file' --block-list ut1/adult/domains.gz
expect 7 'domain 2 url 1 ' 'several files' --block-list ut1/adult/domains.gz --block-list ut1/adult/urls
expect 9 'hard_blacklisted 1 ' 'words' --block-words hard
expect 9 'soft_blacklisted 1 ' 'soft words' --block-soft soft
expect 8 'soft_blacklisted 2 ' 'one soft word is enough' --block-soft soft --block-soft-least 1
expect 9 'blacklisted_subword 1 ' 'substrings' --block-parts substrings
expect 3 'domain 2 subdomain 1 url 1 hard_blacklisted 1 soft_blacklisted 1 blacklisted_subword 1 ' 'all of them' \
    --block-list ut1 --block-words hard --block-soft soft --block-parts substrings
is "$(left)" "http://host.example/ http://good.example/members/joey http://good.example/soft " 'all of them: what is left'
ok "outcomes add up to the records" outcomes_add_up o/a.stats.json
is "$(count o/a listed)" 7 "they are counted as listed"
like o/a.stats.json 'block_list=[0-9a-f]{64} block_words=[0-9a-f]{64} block_soft=[0-9a-f]{64} .* block_soft_least=2' \
    "the stats file says by which lists"

rm -rf o r
run "$WARCSIFT" -q -o o --rejects r --compress none --block-list ut1 a.warc
is "$(grep -c '"reject_reason":"domain"' r/a.jsonl)" 2 "rejects have the reason"

# The same lines are the same list, packed or not.
hash_of() { sed -n 's/.* block_list=\([0-9a-f]*\).*/\1/p' "$1/a.stats.json"; }
gzip -dc ut1/adult/domains.gz >plain
for list in plain ut1/adult/domains.gz hard; do
    rm -rf "o.${list##*/}"
    run "$WARCSIFT" -q -o "o.${list##*/}" --block-list "$list" a.warc
done
is "$(hash_of o.plain)" "$(hash_of o.domains.gz)" "the hash of a list is that of its lines"
ok "and not that of others" test "$(hash_of o.plain)" != "$(hash_of o.hard)"

# refuses WHAT MESSAGE OPTION...
refuses() {
    ref_what=$1 ref_message=$2
    shift 2
    run "$WARCSIFT" -q -o x "$@" a.warc
    is "$status" 2 "$ref_what: exit status"
    like err "$ref_message" "$ref_what: message"
}
refuses 'no such list' 'missing: No such file' --block-list missing
mkdir -p empty
refuses 'a directory without lists' 'empty: no file named domains or urls' --block-list empty
printf 'good\ncaf\303\251\n' >bad
refuses 'a word beyond ASCII' 'bad: line 2: a word' --block-words bad
printf '/a\n/b\n' >bad
refuses 'a list without an entry' 'bad: line 1 is no domain or address' --block-list bad
head -c 30 ut1/adult/domains.gz >cut.gz
refuses 'a list that is cut off' 'cut.gz: damaged, or cut off' --block-list cut.gz
refuses 'soft words' 'block-soft-least' --block-soft-least 0
refuses 'soft words' 'block-soft-least' --block-soft-least 17
ok "nothing was done" test ! -e x
done_testing
