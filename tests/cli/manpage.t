#!/bin/sh
# The help texts and the man page name the same options, with the same arguments.
. "${0%/*}/../tap.sh"

# "-o --output DIR" of each option in a help text
of_help() {
    sed -n "s/^ *\(-[a-zA-Z], \)\{0,1\}\(--[a-z-]*\)\( [A-Z\/=]*\)\{0,1\} .*/\1\2\3/p" | sed "s/,//; s/ *\$//"
}

# the same of the items in one part of the man page
of_manual() {
    sed -n 's/^\.It Fl //p' | sed 's/Fl /-/g; s/ Ns//g; s/ = Ar /=/; s/ Ar//; s/ ,//; s/^/-/'
}

"$WARCSIFT" --help | of_help >"$tmp/help"
sed -n '1,/^\.Ss extract/p' "$SRC/pipeline/warcsift.1" | of_manual >"$tmp/manual"
like "$tmp/help" '^-o --output DIR$' "the help text is understood"
same "$tmp/manual" "$tmp/help" "options in the order of --help"
for command in extract ls index cat check merge status dedup; do
    "$WARCSIFT" "$command" --help | of_help >"$tmp/help"
    awk -v ss=".Ss $command" '/^\.S[sh] / { inside = $0 == ss } inside' "$SRC/pipeline/warcsift.1" | of_manual >"$tmp/manual"
    like "$tmp/help" '^-h --help$' "the help text of $command is understood"
    same "$tmp/manual" "$tmp/help" "options of $command"
done

# Every key of a record is explained.
"$WARCSIFT" -q -o - --blocks --use-crawl-metadata --pii mask "$SRC/samples/plain.warc" | head -n 1 | grep -oE '"[a-z0-9_]+":' | tr -d '":' | sort -u >"$tmp/keys"
sed -n '/^\.Sh OUTPUT/,/^\.Sh [^O]/s/^\.It Li //p' "$SRC/pipeline/warcsift.1" | tr -d ' ' | tr , '\n' |
    sort >"$tmp/explained"
ok "a record has keys" test -s "$tmp/keys"
same "$tmp/explained" "$tmp/keys" "the man page explains every key of a record"

if command -v mandoc >/dev/null; then
    ok "mandoc has no complaints" mandoc -T lint -W warning "$SRC/pipeline/warcsift.1"
else
    skip "no mandoc"
fi
done_testing
