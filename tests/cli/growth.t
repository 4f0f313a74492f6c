#!/bin/sh
# The work for a page grows with its bytes, not faster: tests/bench/growth.c makes pages of a hundred kinds, and
# callgrind counts instructions, which no other job on the machine changes.
#
#   - Four times the bytes are four times the work, but for GROWTH (1.1). The work for an empty page is left out, and
#     pages that cost less than a seventh of an ordinary one: there it shows when a buffer grows.
#   - A page takes TIMES (3) times the work of ordinary ones, those of tests/golden/pages, at most. It counts as long
#     as its bytes, its nodes or its blocks say, whichever is most: "<p>x" again and again is a block every four bytes.
#     Guessing a charset costs extra, but is bounded: 32 KiB are looked at.
#
# GROWTH_LARGE=1000000 tests/cli/growth.t looks at larger pages, for ten minutes.
. "${0%/*}/../tap.sh"
growth=1.1 times=3 guess=70000000
large=${GROWTH_LARGE:-64000}
small=$((large / 4))
program=$(readlink -f "$WARCSIFT")
program=${program%/*}/tests/bench/growth
[ -x "$program" ] || skip_all "not built: make unit"
[ "${FLAVOR:-release}" != tsan ] || skip_all "it has but one thread"

# All of it as fast as it goes: what grows much too fast is ended by the runner.
run "$program" -b "$small" "$large" "$SRC"/tests/golden/pages/*.html
is "$status,$(grep -c FAILED out)" "0,0" "every page is an article or over a limit"
mv out pages
why='' many=1000000
case ${FLAVOR:-release} in
release | debug) command -v valgrind >/dev/null || why="no valgrind: instructions are not counted" ;;
*) why="valgrind and sanitizers do not go together" many=100000 ;;
esac
run "$program" -m $((many / 4)) $many
is "$status,$(grep -c FAILED out)" "0,0" "as Markdown, with a list of blocks, $many bytes"
if [ "$why" ]; then
    skip "$why"
    done_testing
fi
unset MALLOC_PERTURB_ # to fill memory counts, too, and the more of it the larger the page
run valgrind --tool=callgrind --callgrind-out-file=work --collect-atstart=no --toggle-collect=growth_measure \
    --dump-after=growth_measure "$program" "$small" "$large" "$SRC"/tests/golden/pages/*.html
is "$status" 0 "under callgrind"
i=0
while [ -e "work.$((i += 1))" ]; do
    sed -n 's/^totals: //p' "work.$i"
done >instructions
is "$(wc -l <instructions)" "$(wc -l <pages)" "one count for each page"
paste pages instructions | awk -F '\t' -v growth=$growth -v times=$times -v guess=$guess '
    function most(a, b) { return a > b ? a : b }
    $1 == "empty" { empty = $8; next }
    $1 == "ordinary" { bytes += $2; nodes += $6; blocks += $7; work += $8 - empty; next }
    {
        each = ($8 - empty) / $2
        budget = times * work * most($2 / bytes, most($6 / nodes, $7 / blocks)) + ($1 == "no charset" ? guess : 0)
        if ($1 == last) {
            good = (each <= growth * before || each < work / bytes / 7) && $8 - empty <= budget
            printf "%d %s: %d instructions per byte, %.2f times those of a page of a quarter, %.0f %% of the budget\n",
                good, $1, each, each / before, 100 * ($8 - empty) / budget
        }
        last = $1; before = each
    }
    END { printf "%d ordinary pages: %d instructions per byte, %d per node, %d per block\n",
              (work > 0), work / bytes, work / nodes, work / blocks }
' >verdicts
while read -r good what; do
    if [ "$good" = 1 ]; then pass "$what"; else fail "$what"; fi
done <verdicts
done_testing
