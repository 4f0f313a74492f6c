#!/bin/sh
# The command line: usage errors, help, version, where errors go.
. "${0%/*}/lib.sh"

page Title one two three | response http://example.org/ | gzip >a.warc.gz

usage_error() { # REGEX WHAT COMMAND...
    usage_like=$1 usage_what=$2
    shift 2
    run "$@"
    is "$status" 2 "$usage_what: exit status"
    like err "$usage_like" "$usage_what: the message says so"
    like err '^try: warcsift .*--help$' "$usage_what: and where to read on"
    is "$(cat out)" "" "$usage_what: nothing on stdout"
}
usage_error 'where the shards go: -o DIR' "no arguments" "$WARCSIFT"
usage_error 'where the shards go: -o DIR' "no -o" "$WARCSIFT" a.warc.gz
usage_error 'say what to read' "no input" "$WARCSIFT" -o out.d
usage_error 'unknown option --no-such-option' "unknown option" "$WARCSIFT" -o out.d --no-such-option a.warc.gz
usage_error 'threads 0' "bad value" "$WARCSIFT" -o out.d -j 0 a.warc.gz
usage_error 'unknown option --threads' "option of another command" "$WARCSIFT" extract --threads 2
usage_error 'format xml' "bad value of extract" "$WARCSIFT" extract --format xml
ok "none of them made an output directory" test ! -e out.d

usage_error 'keep captions' "unknown role" "$WARCSIFT" extract --keep captions
usage_error 'drop caption' "a role both kept and dropped" "$WARCSIFT" extract --keep list,caption --drop caption

run "$WARCSIFT" -o - --shard-size 1M a.warc.gz
is "$status" 2 "stdout cannot be split"
run "$WARCSIFT" -o out.d - -
is "$status" 2 "stdin cannot be read twice"
mkdir b
cp a.warc.gz b/a.warc.gz
run "$WARCSIFT" -o out.d a.warc.gz b/a.warc.gz
is "$status" 2 "two inputs that would write the same shard"
like err 'a\.warc\.gz: .* b/a\.warc\.gz' "both are named"
ok "nothing was written" test ! -e out.d
run "$WARCSIFT" -q -o - a.warc.gz b/a.warc.gz
is "$status,$(lines out)" 0,2 "on stdout they do not clash"

run "$WARCSIFT" --help
is "$status" 0 "--help"
for option in output threads compress shard-size status max-record markdown links images host-memory stdin-name favor union keep drop with-title blocks parser quiet verbose help version; do
    like out "^ .*--$option " "the help has --$option"
done
like out 'warcsift extract ' "and names the other command"
is "$(cat err)" "" "help goes to stdout alone"
cp out help
run "$WARCSIFT" help
same out help "help is --help"
run "$WARCSIFT" extract --help
like out '^ .*--format FORMAT' "help of extract"
cp out help
run "$WARCSIFT" help extract
same out help "help extract is extract --help"
run "$WARCSIFT" help nothing
is "$status" 2 "help on what there is not"

run "$WARCSIFT" --version
is "$status" 0 "--version"
like out '^warcsift [0-9]+\.[0-9]+\.[0-9]+$' "the version"
like out 'libxml2 [0-9].*zlib [0-9].*zstd' "and what it was built with"
done_testing
