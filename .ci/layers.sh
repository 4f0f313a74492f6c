#!/bin/sh
# layers.sh - checks that #include lines keep to the direction of the rooms:
#
#     main -> commands -> options ------------.
#                                              >-> dedup -> input, system, corpus -> output -> extract -> page
#     sift, run, feed, worker, commit -> run/ '                                   -> warc -> include
#
# and in extract/, where data flow the other way:
#
#     article -> render -> select -> doubt -> model -> features -> lexicon -> text
#             -> host -> features/analysis.h -> blocks -> text
#             -> metadata -> blocks, dates -> text
#
# A room may include its own headers and those named for it below, nothing else of the project. So a batch run knows
# nothing of the command line, commands know of a run what <warcsift/sift.h> says, and a new room has to be named here.
set -eu
cd "${0%/*}/.."

seen_in_extract() { # ROOM of pipeline/extract/: the rooms of it that it may see
    case $1 in
    text) echo 'text/' ;;
    dates) echo 'dates/|text/' ;;
    lexicon) echo 'lexicon/|text/' ;;
    blocks) echo 'blocks/|text/' ;;
    features) echo 'features/|blocks/|lexicon/|text/' ;;
    model) echo 'model/|features/|blocks/' ;;
    doubt) echo 'doubt/|model/|features/|blocks/|lexicon/|text/' ;;
    host) echo 'host/|features/analysis\.h|blocks/|text/' ;;
    select) echo 'select/|doubt/doubt_(lines|runs)\.h|model/|features/|text/' ;;
    metadata) echo 'metadata/|dates/|blocks/|text/' ;;
    render) echo 'render/|select/select\.h|blocks/|text/' ;;
    *) echo nothing ;;
    esac
}

allowed() { # FILE: what it may include, as an extended regular expression
    case $1 in
    include/*) echo 'warcsift/' ;;
    warc/*) echo 'warcsift/|warc/' ;;
    pipeline/page/*) echo 'warcsift/|warc/buf\.h|pipeline/page/' ;;
    pipeline/extract/train/*) echo 'warcsift/|pipeline/extract/' ;;
    pipeline/extract/*/*)
        room=${1#pipeline/extract/}
        echo "warcsift/|warc/buf\\.h|pipeline/(page/|extract/($(seen_in_extract "${room%%/*}")))"
        ;;
    pipeline/extract/*) echo 'warcsift/|warc/buf\.h|pipeline/(page|extract)/' ;;
    pipeline/output/*) echo 'warcsift/|warc/buf\.h|pipeline/(output/|extract/dates/date\.h)' ;;
    pipeline/corpus/*)
        echo 'warcsift/|warc/buf\.h|pipeline/(corpus/|page/bytes\.h|extract/text/text\.h|output/(json|reason|sha256)\.h)'
        ;;
    pipeline/system/*) echo 'warcsift/|warc/buf\.h|pipeline/(system/|output/(outfile|reason)\.h)' ;;
    pipeline/input/*)
        echo 'warcsift/|warc/buf\.h|pipeline/((input|output|page)/|extract/(dates/date|text/(nfc|repair|seams|text))\.h)'
        ;;
    pipeline/dedup/*)
        echo 'warcsift/|warc/buf\.h|pipeline/((dedup|system|corpus|output|page)/|input/surt\.h)'
        ;;
    pipeline/run/*)
        echo 'warcsift/|warc/buf\.h|pipeline/((run|input|corpus|output)/|dedup/(doc_scan|shard_lines)\.h)'
        ;;
    pipeline/options/*)
        echo 'warcsift/|warc/buf\.h|pipeline/((options|corpus)/|dedup/dedup\.h|input/filter\.h|output/(json|reason)\.h|extract/dates/date\.h)'
        ;;
    pipeline/commands/*)
        echo 'warcsift/|warc/buf\.h|pipeline/((commands|options|input|output)/|system/line_sort\.h|corpus/corpus\.h|extract/dates/date\.h|page/mime\.h)'
        ;;
    pipeline/*/*) echo 'warcsift/' ;;
    pipeline/main.c) echo 'warcsift/|pipeline/((commands|options)/|output/(encode|fault)\.h|corpus/cld2\.h)' ;;
    pipeline/*)
        echo 'warcsift/|pipeline/((run|input|output|page|extract/host)/|extract/(extractor|dates/date)\.h|system/team\.h|[a-z]+\.h)'
        ;;
    esac
}

bad=0
for file in $(find include warc pipeline -name '*.[ch]' -o -name '*.cc' | sort); do
    # Project headers are included by their path from the top (or from include/), never by a bare name.
    wrong=$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$file" | grep -vE "\"($(allowed "$file"))" || true)
    if [ -n "$wrong" ]; then
        echo "$wrong" | sed "s|^|$file:|"
        bad=1
    fi
done
# Threads are system/team.c's business alone, and ending the process is main.c's.
only_in() { # FILE REGEX: elsewhere it is an error
    if find warc pipeline \( -name '*.[ch]' -o -name '*.cc' \) ! -path "$1" -exec grep -nE "$2" /dev/null {} +; then bad=1; fi
}
only_in pipeline/system/team.c '^[[:space:]]*#[[:space:]]*pragma omp'
only_in pipeline/main.c '(^|[^[:alnum:]_])(exit|abort|_exit|_Exit) ?\('
if [ $bad -ne 0 ]; then
    echo "layers.sh: these lines do not belong where they are (see above)" >&2
    exit 1
fi
