#!/bin/sh
# HTTP as servers and crawlers write it: every page comes out, and what was odd is counted.
. "${0%/*}/lib.sh"

html() { page "Page of $1" "$1" two three; }
titles() { sed -n 's/.*"title":"Page of \([^"]*\)".*/\1/p' "$1" | tr '\n' ','; }
chunks() { python3 -c '
import sys
b = sys.stdin.buffer.read()
sys.stdout.buffer.write(b"".join(b"%x\r\n%s\r\n" % (len(b[i:i+300]), b[i:i+300]) for i in range(0, len(b), 300)) + b"0\r\n\r\n")'; }
warned() { # NAME CODE
    sed -n '/"warnings"/,/}/p' "$1.stats.json" | sed -n "s/^ *\"$2\": \([0-9]*\),\{0,1\}\$/\1/p" | head -n 1
}
coded() { # NAME CODING: a response whose header says so
    response "http://a/$1" "200 OK" 'Content-Type: text/html' "Content-Encoding: $2"
}

# What is as it says.
{
    html gzip | gzip | coded gzip gzip
    html x-gzip | gzip | coded x-gzip x-gzip
    html two | { head -c 400 >.a && gzip <.a && gzip; } | coded two gzip
    html twice | gzip | gzip | coded twice 'gzip, gzip'
    html chunked | chunks | response http://a/c "200 OK" 'Content-Type: text/html' 'Transfer-Encoding: chunked'
    html both | gzip | chunks | response http://a/b "200 OK" 'Content-Type: text/html' 'Transfer-Encoding: chunked' \
        'Content-Encoding: gzip'
    html types | response http://a/t "200 OK" 'Content-Type: text/plain' 'Content-Type: text/html'
    {
        printf 'HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \nContent-Type: text/html;\n charset=utf-8\n\n'
        html continue
    } | record response http://a/100 'application/http; msgtype=response'
} >true.warc
run "$WARCSIFT" -o sifted true.warc
is "$status,$(cat err | grep -c offset)" 0,0 "well-formed messages"
gzip -dc sifted/true.jsonl.gz >lines
is "$(titles lines)" "gzip,x-gzip,two,twice,chunked,both,types,continue," "every page is there"
is "$(warned sifted/true http_untrue),$(warned sifted/true http_coding)" , "without a warning"

# What is not.
{
    html gzip | coded gzip gzip
    html br | coded br br
    html zstd | coded zstd zstd
    html deflate | coded deflate deflate
    html utf-8 | coded utf-8 UTF-8
    html deep | coded deep 'a, b, c, d, e, f, g, h, i'
    html other | gzip | coded other br
    html chunked | response http://a/c "200 OK" 'Content-Type: text/html' 'Transfer-Encoding: chunked'
    html untold | chunks | response http://a/u
    html cut | gzip | head -c 250 | coded cut gzip
    html none | coded none identity
} >untrue.warc
run "$WARCSIFT" -o sifted untrue.warc
is "$status" 0 "messages that are not what they say"
gzip -dc sifted/untrue.jsonl.gz >lines
is "$(titles lines)" "gzip,br,zstd,deflate,utf-8,deep,other,chunked,untold,cut,none," "every page is there"
is "$(warned sifted/untrue http_untrue),$(warned sifted/untrue http_coding)" 8,2 "what was untrue, and what was cut"

# The others.
{
    html good | response http://a/good
    printf '\037\213\010\0\0\0\0\0\0\003\377\377\377\377' | coded bad gzip
    printf '\037\235\220zzzz' | coded lzw compress
    { printf 'HTTP/1.1 nothing\r\n\r\n' && html x; } | record response http://a/h 'application/http; msgtype=response'
} >bad.warc
run "$WARCSIFT" -o sifted bad.warc
is "$(count sifted/bad article)" 1 "a bad record costs itself alone"
is "$(count sifted/bad http_coding),$(count sifted/bad http_header)" 2,1 "and has its outcome"
ok "outcomes add up" outcomes_add_up sifted/bad.stats.json
sed -n '/"warnings"/,/}/p' sifted/bad.stats.json >warnings
is "$(tr -d ' \n' <warnings)" '"warnings":{"unsupported_format":1,"http_header":1,"http_coding":1},' "the reasons are counted"

# With libraries that a build may lack. Brotli's shortest way to say something is to say it plainly
# (RFC 7932, 9.2: an uncompressed meta-block, an empty last one).
br() { python3 -c '
import sys
b = sys.stdin.buffer.read()
sys.stdout.buffer.write((len(b) - 1 << 4 | 1 << 20).to_bytes(3, "little") + b + b"\3")'; }
{
    html br | br | coded br br
    html zstd | zstd -q | coded zstd zstd
    html both | gzip | br | coded both 'gzip, br'
} >optional.warc
run "$WARCSIFT" -o sifted optional.warc
gzip -dc sifted/optional.jsonl.gz >lines
"$WARCSIFT" --version >version
want=
lacking=0
if grep -q 'without brotli' version; then lacking=$((lacking + 2)); else want=br,; fi
if grep -q 'without zstd' version; then lacking=$((lacking + 1)); else want=${want}zstd,; fi
grep -q 'without brotli' version || want=${want}both,
is "$(titles lines)" "$want" "br and zstd"
is "$(count sifted/optional http_coding),$(warned sifted/optional unsupported_format)" "$lacking,${lacking#0}" \
    "what this build lacks is counted with its reason"
done_testing
