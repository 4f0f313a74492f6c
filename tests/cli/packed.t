#!/bin/sh
# Archives in zstd and lz4 frames give what the same archive gives in gzip members.
. "${0%/*}/lib.sh"

built_with() { "$WARCSIFT" --version | grep -q "$1 [0-9]"; }
# What is written, without what depends on the compression: place and length in the file.
texts() { sed 's/"source":"[^"]*"//; s/"offset":[0-9]*//; s/"length":[0-9]*//' "$1"; }
le32() { # NUMBER
    for shift in 0 8 16 24; do
        printf "\\$(printf %03o $((($1 >> shift) & 255)))"
    done
}
# dictionary_frame FILE: https://iipc.github.io/warc-specifications/specifications/warc-zstd/
dictionary_frame() {
    printf '\135\052\115\030'
    le32 "$(wc -c <"$1")"
    cat "$1"
}

: >plain.warc
: >good.warc.gz
for i in 1 2 3 4 5 6; do
    page "Page $i" a$i b$i c$i | response "http://example.org/$i" >$i.rec
    cat $i.rec >>plain.warc
    gzip <$i.rec >>good.warc.gz
done
"$WARCSIFT" -q -o - good.warc.gz >good.jsonl
texts good.jsonl >want
is "$(lines want)" 6 "six articles in gzip members"

gives_the_same() { # FILE WHAT
    run "$WARCSIFT" -q -o - "$1"
    texts out >texts
    same texts want "$2"
    is "$status" 0 "exit status of that"
    run sh -c 'cat "$2" | "$1" -q -o - -' sh "$WARCSIFT" "$1"
    texts out >texts
    same texts want "the same from a pipe"
}

# kind TOOL SUFFIX: whole file, frame by frame, damaged.
kind() {
    tool=$1 suffix=$2
    $tool -q -c plain.warc >whole.warc."$suffix"
    gives_the_same whole.warc."$suffix" "$tool: whole file"
    for i in 1 2 3 4 5 6; do $tool -q -c $i.rec; done >frames.warc."$suffix"
    gives_the_same frames.warc."$suffix" "$tool: a frame for each record"
    cp frames.warc."$suffix" misnamed.warc.gz
    gives_the_same misnamed.warc.gz "the first bytes tell the compression, not the name"
    offset=$($tool -q -c 1.rec | wc -c | tr -d ' ')
    length=$($tool -q -c 2.rec | wc -c | tr -d ' ')
    run "$WARCSIFT" -q -o - frames.warc."$suffix"
    like out "\"offset\":$offset,\"length\":$length," "offset and length are those of the frame"

    head -c $((offset + 100)) frames.warc."$suffix" >bad.warc."$suffix"
    printf 'rubbishrubbish' >>bad.warc."$suffix"
    tail -c +$((offset + 115)) frames.warc."$suffix" >>bad.warc."$suffix"
    run "$WARCSIFT" -o - bad.warc."$suffix"
    is "$status,$(lines out)" 1,5 "a corrupt frame costs its record"
    like err "bad\.warc\.$suffix: offset $offset: .*, jumped $length bytes" "and is told with its place and size"
}

if ! built_with zstd; then
    zstd -q -c plain.warc >whole.warc.zst
    run "$WARCSIFT" -o - whole.warc.zst
    is "$status" 1 "a build without zstd refuses"
    like err 'lacks libzstd' "and says why"
else
    kind zstd zst
    zstd -q --train -B400 --maxdict=2000 plain.warc -o dict 2>/dev/null
    for i in 1 2 3 4 5 6; do zstd -q -c -D dict $i.rec; done >with_dict
    { dictionary_frame dict && cat with_dict; } >dict.warc.zst
    gives_the_same dict.warc.zst "a dictionary"
    zstd -q -c dict >dict.zst
    { dictionary_frame dict.zst && cat with_dict; } >packed_dict.warc.zst
    gives_the_same packed_dict.warc.zst "a compressed dictionary"
    run "$WARCSIFT" -o - with_dict
    is "$status,$(lines out)" 1,0 "without its dictionary"
    like err 'needs a dictionary that the file does not have' "the reason is told"
fi

if ! built_with lz4; then
    printf '\004\042\115\030............' >some.warc.lz4
    run "$WARCSIFT" -o - some.warc.lz4
    is "$status" 1 "a build without lz4 refuses"
    like err 'lacks liblz4' "and says why"
elif command -v lz4 >/dev/null; then
    kind lz4 lz4
else
    skip "no lz4 command here"
fi
done_testing
