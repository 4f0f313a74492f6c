#!/bin/sh
# layers.sh - checks that #include lines keep to the direction of the rooms:
#
#     main -> run (pipeline/*) -> output, corpus, extract, page -> warc -> include
#
# A room may include its own headers and those named for it below, nothing else of the project.
set -eu
cd "${0%/*}/.."

allowed() { # FILE: what it may include, as an extended regular expression
    case $1 in
    include/*) echo 'warcsift/' ;;
    warc/*) echo 'warcsift/|warc/' ;;
    pipeline/page/*) echo 'warcsift/|warc/buf\.h|pipeline/page/' ;;
    pipeline/extract/*) echo 'warcsift/|warc/buf\.h|pipeline/page/|pipeline/extract/' ;;
    pipeline/corpus/*) echo 'warcsift/|warc/buf\.h|pipeline/page/|pipeline/extract/text\.h|pipeline/output/(json|reason|sha256)\.h|pipeline/corpus/' ;;
    pipeline/output/*) echo 'warcsift/|warc/buf\.h|pipeline/extract/date\.h|pipeline/output/' ;;
    pipeline/*) echo 'warcsift/|warc/buf\.h|pipeline/' ;;
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
# Threads are team.c's business alone, and ending the process is main.c's.
only_in() { # FILE REGEX: elsewhere it is an error
    if find warc pipeline \( -name '*.[ch]' -o -name '*.cc' \) ! -path "$1" -exec grep -nE "$2" /dev/null {} +; then bad=1; fi
}
only_in pipeline/system/team.c '^[[:space:]]*#[[:space:]]*pragma omp'
only_in pipeline/main.c '(^|[^[:alnum:]_])(exit|abort|_exit|_Exit) ?\('
if [ $bad -ne 0 ]; then
    echo "layers.sh: these lines do not belong where they are (see above)" >&2
    exit 1
fi
