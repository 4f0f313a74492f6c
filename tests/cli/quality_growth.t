#!/bin/sh
# The work of quality filters grows with the text, not faster: tests/bench/quality.c makes texts of forty kinds, and
# callgrind counts instructions, which no other job on the machine changes.
#
#   - Four times the bytes are four times the work, but for GROWTH (1.1).
#   - A text takes BUDGET instructions a byte at most, and TIMES as many where a dictionary tells words apart.
#
# Texts of 1 MB are gone through without being counted: what grows much too fast is ended by the runner.
# QUALITY_LARGE=5000000 tests/cli/quality_growth.t takes larger ones.
. "${0%/*}/../tap.sh"
growth=1.1 budget=4000 times=3
program=$(readlink -f "$WARCSIFT")
program=${program%/*}/tests/bench/quality
[ -x "$program" ] || skip_all "not built: make unit"
[ "${FLAVOR:-release}" != tsan ] || skip_all "it has but one thread"
why='' large=1000000
case ${FLAVOR:-release} in
release | debug) command -v valgrind >/dev/null || why="no valgrind: instructions are not counted" ;;
*) why="valgrind and sanitizers do not go together" large=100000 ;;
esac
large=${QUALITY_LARGE:-$large}
for words in '' -d; do
    # shellcheck disable=SC2086 # none or one
    run "$program" $words $((large / 10)) "$large"
    is "$status,$(grep -c FAILED out)" "0,0" "$large bytes${words:+, words as datatrove has them}"
done
if [ "$why" ]; then
    skip "$why"
    done_testing
fi
unset MALLOC_PERTURB_ # to fill memory counts, too
for words in '' -d; do
    rm -f work work.*
    # shellcheck disable=SC2086
    run valgrind --tool=callgrind --callgrind-out-file=work --collect-atstart=no --toggle-collect=quality_measure \
        --dump-after=quality_measure "$program" $words 8000 32000
    is "$status" 0 "under callgrind $words"
    mv out texts
    i=0
    while [ -e "work.$((i += 1))" ]; do
        sed -n 's/^totals: //p' "work.$i"
    done >instructions
    paste texts instructions | awk -F '\t' -v growth=$growth -v budget=$budget -v times=$times -v words="$words" '
        {
            each = $4 / $2
            most = $1 == "Japanese" || $1 == "Thai" ? times * budget : budget
            if ($1 == last)
                printf "%d %s %s: %d instructions per byte, %.2f times those of a text of a quarter\n",
                    each <= growth * before && each <= most, $1, words, each, each / before
            last = $1; before = each
        }
    ' >verdicts
    is "$(wc -l <verdicts)" "$(($(wc -l <texts) / 2))" "every text is measured $words"
    while read -r good what; do
        if [ "$good" = 1 ]; then pass "$what"; else fail "$what"; fi
    done <verdicts
done
done_testing
