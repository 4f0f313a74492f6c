#!/bin/sh
# Options that choose records: what each lets through, that what it drops is counted under its name, and that
# a bad argument says what is wrong.
. "${0%/*}/lib.sh"

html() { page "Page of $1" "$1" two three; }
fetched() { sed "s/^WARC-Date: .*/WARC-Date: $1\\r/"; }
{
    html plain | response http://one.example.org/plain
    html xhtml | response http://two.example.org/xhtml '200 OK' 'Content-Type: application/xhtml+xml'
    html found | response http://one.example.org/found '200 OK' 'Content-Type: text/plain' |
        sed 's/^WARC-Type: response/WARC-Identified-Payload-Type: text\/html\r\n&/'
    html old | response http://one.example.org/old | fetched 2019-12-31T23:59:59Z
    html cut | response http://one.example.org/cut | sed 's/^WARC-Type: response/WARC-Truncated: length\r\n&/'
    { html long && yes '<p>many words' | head -n 1000; } | response http://one.example.org/long
    html gone | response http://one.example.org/gone '404 Not Found'
    printf 'GIF89a' | response http://two.example.org/gif '200 OK' 'Content-Type: image/gif'
    printf 'x: y' | record metadata http://one.example.org/plain application/warc-fields
} >a.warc

titles() { sed -n 's/.*"title":"Page of \([^"]*\)".*/\1/p' out | tr '\n' ' '; }
lets() { # TITLES WHAT OPTION...
    lets_want=$1 lets_what=$2
    shift 2
    run "$WARCSIFT" -q -o - "$@" a.warc
    is "$(titles)" "$lets_want" "$lets_what"
}
lets "plain xhtml found old cut long " "no filter"
lets "plain found old cut long " "--mime, by what the crawler found first" --mime text/html
lets "xhtml " "--mime with a star" --mime '*+xml,image/*'
lets "long " "--min-length" --min-length 10K
lets "plain xhtml found old cut " "--max-length" --max-length 10K
lets "xhtml " "--url-include" --url-include '^http://two\.'
lets "xhtml long " "one of several --url-include" --url-include '^http://two\.' --url-include 'long$'
lets "xhtml found old cut long " "--url-exclude" --url-exclude 'plain$'
printf '# those that we know\n\nplain$\nxhtml$\n' >known
lets "found old cut long " "--url-exclude @FILE" --url-exclude @known
lets "plain " "--url-include and --url-exclude" --url-include @known --url-exclude two
lets "plain xhtml found cut long " "--since" --since 2024
lets "old " "--until a year, to its end" --until 2019
lets "plain xhtml found cut long " "--since a second" --since 2024-05-01T10:20:30Z
lets "" "a day without pages" --since 2024-05-02 --until 2024-05-03
lets "plain xhtml found old long " "--skip-truncated" --skip-truncated

run "$WARCSIFT" -o all --mime 'text/*,*+xml' --max-length 10K --url-exclude plain --since 2020 --skip-truncated a.warc
is "$status" 0 "all at once: exit status"
for want in article,2 type,1 status,1 mime,1 length,1 url,1 date,1 truncated,1 not_html,0 record_count,9; do
    is "$(count all/a "${want%,*}")" "${want#*,}" "all at once: ${want%,*}"
done
ok "outcomes add up to the records" outcomes_add_up all/a.stats.json
like err 'skipped +7 .*status 1, mime 1, length 1, url 1, date 1, truncated 1' "the summary says why"
like all/a.stats.json 'mime=text/\*,\*\+xml max_length=10240 url-exclude=plain since=2020 skip_truncated lid=' \
    "the stats file says with which options"
hash_of() { sed -n 's/.*"options_hash": "\(.*\)",/\1/p' "$1/a.stats.json"; }
printf 'x' >>known
run "$WARCSIFT" -q -o known1 --url-exclude @known a.warc
printf 'y' >>known
run "$WARCSIFT" -q -o known2 --url-exclude @known a.warc
ok "the hash of the options knows the lines of a file" test "$(hash_of known1)" != "$(hash_of known2)"

refuses() { # REGEX WHAT OPTION...
    refuses_like=$1 refuses_what=$2
    shift 2
    run "$WARCSIFT" -o no "$@" a.warc
    is "$status" 2 "$refuses_what: exit status"
    like err "$refuses_like" "$refuses_what: the message"
}
refuses '--url-include: missing closing parenthesis at character 4 of a\(b$' "a bad expression" --url-include 'a(b'
printf 'good\n[bad\n' >bad
refuses '^warcsift: bad, line 2: missing terminating \] .* at character 5 of \[bad$' "a bad one in a file" --url-exclude @bad
refuses 'missing: No such file' "no such file" --url-exclude @missing
refuses 'url-include' "an empty one" --url-include ''
refuses 'since last year' "a bad date" --since 'last year'
refuses 'since is later than' "dates that exclude each other" --since 2024-06 --until 2024-05
refuses 'min-length is more than' "lengths that do" --min-length 2 --max-length 1
refuses 'mime text/html; ' "a bad media type" --mime 'text/html; charset=x'
ok "nothing was written" test ! -e no

# Of the warnings: "page_limit" is an outcome, too.
count_warnings() { sed -n "/\"warnings\"/,/}/s/.*\"page_limit\": //p" "$1.stats.json"; }
{ printf 'http://example.org/' && yes a | head -n 3000 | tr -d '\n'; } >long
html hostile | response "$(cat long)" >hostile.warc
run "$WARCSIFT" -o hostile --url-include '^http://example\.org/(a+)+$(?<=b)' hostile.warc
is "$status,$(count hostile/hostile url),$(count_warnings hostile/hostile)" 0,1,1 \
    "an expression that takes too long does not match, and that is counted"
done_testing
