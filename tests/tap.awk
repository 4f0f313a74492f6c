# tap.awk - judges the TAP output of one test program.
# A failure marked "# TODO" counts as skipped.
# -v name, status (exit status of the program), limit (seconds it had), summary (file to append to).
# Prints a line when the program as a whole failed; appends "passed failed skipped" to the summary.

/^ok( |$)/     { ran++; if (/# *[Ss][Kk][Ii][Pp]/) skipped++; else passed++; next }
/^not ok( |$)/ { ran++; if (/# TODO /) skipped++; else failed++; next }
/^Bail out!/   { why = $0 }
/^1\.\.[0-9]/  {
    plans++
    plan = substr($1, 4) + 0
    if (plan == 0 && /# *[Ss][Kk][Ii][Pp]/) {
        skipped++
        whole = 1
    }
}

END {
    if (why == "" && (status == 124 || status == 137)) why = "took longer than " limit " s"
    if (why == "" && status >= 128) why = "killed by signal " status - 128
    if (why == "" && plans != 1) why = "printed " plans + 0 " plans instead of one (exit status " status ")"
    if (why == "" && plan != ran) why = "planned " plan " tests, ran " ran
    if (why == "" && status != 0 && !failed) why = "exit status " status
    if (why == "" && !ran && !whole) why = "ran nothing"
    if (why != "") {
        failed++
        print name ": " why
    }
    printf "%d %d %d\n", passed, failed, skipped >> summary
}
