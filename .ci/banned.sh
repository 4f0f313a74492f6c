#!/bin/sh
# banned.sh - names calls that have no place in this code, and what to use instead.
set -eu
cd "${0%/*}/.."
files=$(find include warc pipeline -name '*.[ch]' -o -name '*.cc')

bad=0
ban() { # FUNCTIONS (a|b|c) INSTEAD
    # shellcheck disable=SC2086 # a list of files; comment lines may name what they like
    if grep -nE "(^|[^[:alnum:]_.>])($1)[[:space:]]*\(" $files | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)'; then
        echo "banned.sh: $1: $2" >&2
        bad=1
    fi
}
ban 'sprintf|vsprintf|strcpy|strcat|stpcpy|gets' 'no bound: use snprintf or struct ws_buf'
ban 'strncpy|strncat' 'does not always end in NUL: use snprintf or memcpy'
ban 'strtok|localtime|gmtime|ctime|asctime|getpwnam|readdir_r' 'keeps state for all threads: use the _r form'
ban 'atoi|atol|atoll|atof' 'no errors: parse with a check'
ban 'alloca|setjmp|longjmp|rand|srand|tmpnam|tempnam|mktemp' 'not here'
ban 'setlocale|tolower|toupper|isalpha|isalnum|isspace|isdigit' 'depends on the locale: compare ASCII'
exit $bad
