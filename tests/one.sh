#!/bin/sh
# one.sh NAME COMMAND...: runs one test program for run.sh, and shows what failed. Its output stays in $WS_TEST_LOG, one
# line of it in the summary there. Several run at a time, so all that it prints goes out in one piece.
name=$1
shift
log=$WS_TEST_LOG
file=$log/$(echo "$name" | tr / _)
started=$(date +%s)
timeout -k 10 "$WS_TEST_LIMIT" "$@" >"$file" 2>"$file.err" </dev/null
status=$?
verdict=$(awk -v name="$name" -v status=$status -v limit="$WS_TEST_LIMIT" -v summary="$file.sum" -f tests/tap.awk "$file")
read -r p f s <"$file.sum"
{
    printf '%-34s %5d ok' "$name" "$p"
    [ "$f" -eq 0 ] || printf ', %d FAILED' "$f"
    [ "$s" -eq 0 ] || printf ', %d skipped' "$s"
    printf '  (%d s)\n' $(($(date +%s) - started))
    if [ "$f" -ne 0 ]; then
        awk '/^not ok/ { show = 1 } /^ok / || /^1\.\./ { show = 0 } show { print "    " $0 }' "$file" | head -n 60
        [ -z "$verdict" ] || printf '    %s\n' "$verdict"
        tail -n 40 "$file.err" | sed 's/^/    | /'
    fi
} >"$file.told"
cat "$file.told"
rm -f "$file.told"
