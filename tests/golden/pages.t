#!/bin/sh
# pages.t [--report] [DIR...] - what `warcsift extract` makes of whole pages, against what a careful reader
# would keep. DIR (pages and appeals beside this script) holds NAME.html, NAME.txt, the text wanted, and
# titles.tsv with a line "NAME<tab>title" each; README.md there says by which conventions.
#
# The text of a page has to be exactly NAME.txt. Where there is a NAME.appeals, a passage a line, three
# things are asked one by one: no line of NAME.txt is lost, nothing of a passage is left, nothing else is.
# A file DIR/todo says what is known to fail, a line each: NAME and one of title, text, lost, appeals, rest.
#
# --report: a table of all pages with what is missing and what is too much; exit status 0 whatever it says.
#     WARCSIFT=build/release/warcsift tests/golden/pages.t --report tests/golden/appeals
absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }

report=0
if [ "${1:-}" = --report ]; then
    report=1
    shift
fi
[ -z "${WARCSIFT:-}" ] || WARCSIFT=$(absolute "$WARCSIFT")
for dir; do
    shift
    set -- "$@" "$(absolute "$dir")"
done
. "${0%/*}/../tap.sh"
golden=$SRC/tests/golden
[ $# -gt 0 ] || set -- "$golden/pages" "$golden/appeals"

# compare PAGE: its text to $tmp/text, its title to $tmp/title, what differs to $tmp/found.
compare() {
    stem=${1%.html}
    run "$WARCSIFT" extract --format json "$1"
    sed -n 's/.*"title":"\([^"]*\)".*/\1/p' "$tmp/out" >"$tmp/title"
    run "$WARCSIFT" extract "$1"
    cp "$tmp/out" "$tmp/text"
    appeals=/dev/null
    [ ! -e "$stem.appeals" ] || appeals=$stem.appeals
    LC_ALL=C awk -f "$golden/compare.awk" WANTED=1 "$stem.txt" WANTED=0 APPEALS=1 "$appeals" APPEALS=0 \
        "$tmp/text" >"$tmp/found"
    grep -q '^score	' "$tmp/found" || printf 'missing\t(no comparison: is %s there?)\n' "$stem.txt" >"$tmp/found"
    wanted_title=$(awk -F '\t' -v name="${stem##*/}" '$1 == name { print $2 }' "${1%/*}/titles.tsv")
}

# verdict ASPECT WHAT COMMAND...: a test that todo may name; when it fails, what differs is shown.
verdict() {
    aspect=$1 what=$2
    shift 2
    if "$@"; then
        pass "$what"
        return
    fi
    if grep -qsxF "$name $aspect" "${page%/*}/todo"; then
        todo "$what"
    else
        fail "$what"
    fi
    case $aspect in
    title) printf '# title: %s\n# wanted: %s\n' "$(cat "$tmp/title")" "$wanted_title" ;;
    *) differences "$aspect" ;;
    esac
}

# differences ASPECT: the lines that made it fail; for text that differs in its order or blanks, diff's.
differences() {
    case $1 in
    lost) kinds='missing' ;;
    appeals) kinds='appeal' ;;
    rest) kinds='other' ;;
    *) kinds='missing|appeal|other' ;;
    esac
    if grep -E "^($kinds)	" "$tmp/found" >"$tmp/shown"; then
        sed 's/^/#   /; s/	/: /' "$tmp/shown" | head -n 40
    else
        diff "$stem.txt" "$tmp/text" | head -n 20 | sed 's/^/#   /'
    fi
}

none() { ! grep -q "^$1	" "$tmp/found"; }

judge() {
    verdict title "$name: title" [ "$(cat "$tmp/title")" = "$wanted_title" ]
    if [ "$appeals" = /dev/null ]; then
        verdict text "$name: text" cmp -s "$tmp/text" "$stem.txt"
    else
        verdict lost "$name: no paragraph is lost" none missing
        verdict appeals "$name: no appeal is left" none appeal
        verdict rest "$name: nothing else is left" none other
    fi
}

tell() {
    exact=no
    ! cmp -s "$tmp/text" "$stem.txt" || exact=yes
    titled=yes
    [ "$(cat "$tmp/title")" = "$wanted_title" ] || titled=no
    awk -F '\t' -v name="$name" -v exact=$exact -v titled=$titled \
        '$1 == "score" { printf "%-20s %7d %7d %7d  %s  %-5s %s\n", name, $2, $3, $4, $5, exact, titled }' "$tmp/found"
    LC_ALL=C awk -F '\t' '$1 != "score" {
        line = substr($0, length($1) + 2)
        gsub(/\t/, " | ", line)
        if (length(line) > 120) { # not in the middle of a character
            line = substr(line, 1, 120)
            sub(/[\300-\377][\200-\277]*$/, "", line)
            line = line "..."
        }
        printf "    %-8s %s\n", $1, line
    }' "$tmp/found"
    awk -F '\t' -v exact=$exact '$1 == "score" { print $2, $3, $4, $5, exact }' "$tmp/found" >>"$tmp/scores"
}

[ $report -eq 0 ] || printf '%-20s %7s %7s %7s  %-6s  %-5s %s\n' page missing appeals other F1 exact title
for dir; do
    for page in "$dir"/*.html; do
        [ -e "$page" ] || continue
        name=${page##*/}
        name=${name%.html}
        compare "$page"
        if [ $report -eq 1 ]; then tell; else judge; fi
    done
done
if [ $report -eq 1 ]; then
    awk '{ m += $1; a += $2; o += $3; f += $4; exact += $5 == "yes" }
        END { if (NR) printf "%d pages, %d exact: %d lines missing, %d of appeals, %d others, mean F1 %.4f\n",
            NR, exact, m, a, o, f / NR }' "$tmp/scores"
    exit 0
fi
done_testing
