# lib.sh - what the tests in this directory share: small archives from printf and gzip alone.
#
#     . "${0%/*}/lib.sh"
#     page Title one two | response http://a/ | gzip >a.warc.gz
#     page Other three   | response http://b/ | gzip >>a.warc.gz
. "${0%/*}/../tap.sh"


# page TITLE WORD...: an article with a paragraph on each word.
page() {
    printf '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>%s</title></head>\n' "$1"
    printf '<body><article><h1>%s</h1>\n' "$1"
    shift
    for word; do
        printf '<p>This paragraph is about %s, and it says what can be said about %s in a few plain ' "$word" "$word"
        printf 'sentences. It is long enough to be taken for the text of an article, because it has commas, '
        printf 'words of many lengths, and an end.</p>\n'
    done
    printf '</article></body></html>\n'
}

# record TYPE URL CONTENT_TYPE [HEADER...] <BLOCK: one WARC record. Its id follows from the block.
record() {
    cat >"$tmp/.block"
    rec_type=$1 rec_url=$2 rec_content=$3
    shift 3
    printf 'WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n' \
        "$rec_type" "$(cksum <"$tmp/.block" | cut -d ' ' -f 1)"
    printf 'WARC-Date: 2024-05-01T10:20:30Z\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\n' "$rec_url" "$rec_content"
    for header; do printf '%s\r\n' "$header"; done
    printf 'Content-Length: %d\r\n\r\n' "$(wc -c <"$tmp/.block")"
    cat "$tmp/.block"
    printf '\r\n\r\n'
}

# response URL [STATUS_AND_REASON [HTTP_HEADER...]] <BODY: a response record. Without headers named, the
# body is declared as HTML in UTF-8.
response() {
    cat >"$tmp/.body"
    res_url=$1
    res_status=${2:-200 OK}
    [ $# -gt 2 ] && shift 2 || set -- 'Content-Type: text/html; charset=UTF-8'
    {
        printf 'HTTP/1.1 %s\r\n' "$res_status"
        for header; do printf '%s\r\n' "$header"; done
        printf '\r\n'
        cat "$tmp/.body"
    } | record response "$res_url" 'application/http; msgtype=response'
}

# lines FILE: how many.
lines() { wc -l <"$1" | tr -d ' '; }
lines_in_gzip() { gzip -dc "$1" | wc -l | tr -d ' '; }

# count NAME KEY: a number out of NAME.stats.json, from any level; keys stand on lines of their own.
count() { sed -n "s/^ *\"$2\": \\([0-9]*\\),\\{0,1\\}\$/\\1/p" "$1.stats.json" | head -n 1; }

# outcomes_add_up FILE: the sum over outcomes is the number of records.
outcomes_add_up() {
    awk '
        /"record_count":/ { gsub(/[^0-9]/, ""); want = $0 + 0 }
        /^  "records":/ { in_records = 1 }
        /^  "outcomes":/ { in_outcomes = 1 }
        /^  }/ { in_records = in_outcomes = 0 }
        in_records && /^    "/ { sub(/.*: /, ""); records += $0 + 0 }
        in_outcomes && /^    "/ { sub(/.*: /, ""); outcomes += $0 + 0 }
        END {
            print "records", want, "by type", records, "by outcome", outcomes
            exit !(want == records && want == outcomes)
        }' "$1"
}

no_parts() { [ -z "$(find "$1" -name '*.part')" ]; }
