#!/bin/sh
# What becomes of which record, and that the counts in the stats file add up.
. "${0%/*}/lib.sh"

html() { page "Page of $1" "$1" two three; }
{
    printf 'software: by hand\r\n' | record warcinfo '' application/warc-fields
    printf 'GET / HTTP/1.1\r\n\r\n' | record request http://a/ 'application/http; msgtype=request'
    printf 'x: y\r\n' | record metadata http://a/ application/warc-fields
    html plain | response http://a/plain
    html type | response http://a/plain "200 OK" 'Content-Type: text/html'
    html none | response http://a/sniffed "200 OK" 'Server: x'
    html unknown | response http://a/sniffed "200 OK" 'Content-Type: unknown/unknown'
    html xhtml | response http://a/xhtml "200 OK" 'Content-Type: application/xhtml+xml'
    html payload | response http://a/wrong "200 OK" 'Content-Type: image/png' >.r
    sed 's/^WARC-Type: response/WARC-Identified-Payload-Type: text\/html\r\n&/' .r
    html resource | record resource http://a/resource text/html
    html resource2 | record resource http://a/resource2 ''
    html "no status line" | record response http://a/bare text/html
    # and what is left out
    html text | response http://a/text "200 OK" 'Content-Type: text/plain'
    html bytes | response http://a/bytes "200 OK" 'Content-Type: application/octet-stream'
    printf '{"a": 1}' | response http://a/json "200 OK" 'Server: x'
    printf '%%PDF-1.4 and so on' | response http://a/pdf
    printf 'GIF89a' | record resource http://a/gif image/gif
    html gone | response http://a/gone "404 Not Found"
    html moved | response http://a/moved "301 Moved"
    printf '' | response http://a/empty
    printf '<html><body><script>x()</script></body></html>' | response http://a/notext
} >all.warc
run "$WARCSIFT" -o sifted all.warc
is "$status" 0 "exit status"
is "$(count sifted/all article)" 9 "articles"
is "$(count sifted/all type)" 3 "other types"
is "$(count sifted/all not_html)" 5 "not HTML"
is "$(count sifted/all status)" 2 "another status"
is "$(count sifted/all no_body)" 1 "no body"
is "$(count sifted/all empty)" 1 "no text"
is "$(count sifted/all record_count)" 21 "records"
ok "outcomes add up to the records" outcomes_add_up sifted/all.stats.json
gzip -dc sifted/all.jsonl.gz >shard
is "$(lines shard)" 9 "a line for each article"
is "$(sed -n 's/.*"status":\([0-9]*\),.*/\1/p' shard | sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 3 0; 6 200;" \
    "status 0 where there was no status line"
is "$(sed -n 's/.*"content_type":"\([^"]*\)".*/\1/p' shard | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
    " 2 ; 1 application/xhtml+xml; 1 image/png; 4 text/html; 1 unknown/unknown;" "the declared type, without parameters"
like err 'skipped +12 .*type 3.*status 2.*not_html 5.*no_body 1.*empty 1' "the summary says why records were skipped"

titles() { sed -n 's/.*"title":"Page of \([^"]*\)".*/\1/p' out | tr '\n' ','; }
run "$WARCSIFT" -q -o - --status 404,3xx all.warc
is "$(titles)" "gone,moved," "--status with a list and a class"
run "$WARCSIFT" -q -o - --status any all.warc
is "$(lines out)" 11 "--status any"

{
    html small | response http://a/small
    { html large && yes '<p>many words' | head -n 5000; } | response http://a/large
} >limit.warc
run "$WARCSIFT" -o sifted --max-record 10K limit.warc
is "$status" 0 "a record over the limit is no damage"
is "$(count sifted/limit article),$(count sifted/limit record_limit)" 1,1 "but an outcome"
ok "that adds up, too" outcomes_add_up sifted/limit.stats.json
{
    html zipped | gzip | response http://a/zipped "200 OK" 'Content-Type: text/html' 'Content-Encoding: gzip'
    yes '<p>many words' | head -n 50000 | gzip |
        response http://a/bomb "200 OK" 'Content-Type: text/html' 'Content-Encoding: gzip'
} >coded.warc
run "$WARCSIFT" -o sifted --max-record 100K coded.warc
is "$(count sifted/coded article),$(count sifted/coded http_coding)" 1,1 "a body over the limit once it is decoded"
ok "adds up" outcomes_add_up sifted/coded.stats.json
done_testing
