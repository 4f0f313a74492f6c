# compare.awk - a page's text against the text wanted, line by line: run it with LC_ALL=C.
#     awk -f compare.awk WANTED=1 NAME.txt WANTED=0 APPEALS=1 NAME.appeals APPEALS=0 GOT
# Prints what differs, a line each, tab-separated: "missing", "appeal" (a line of GOT that is part of an
# appeal, or holds one) or "other" (any other line of GOT that is not wanted), and the line. Last comes
# "score", how many of each there are, and F1 over the bags of words. Order is not looked at.

# Words end at white space; every Chinese, Japanese or Korean character is one.
function count_words(line, bag,    n, word, i) {
    gsub(/[\343-\355\357][\200-\277][\200-\277]/, " & ", line)
    n = split(line, word, /[ \t]+/)
    for (i = 1; i <= n; i++)
        if (word[i] != "")
            bag[word[i]]++
}

function is_appeal(line,    i) {
    for (i = 1; i <= n_appeals; i++)
        if (index(appeal[i], line) || index(line, appeal[i]))
            return 1
    return 0
}

function f1(    w, same, all) {
    for (w in wanted_words) {
        all += wanted_words[w]
        if (w in got_words)
            same += wanted_words[w] < got_words[w] ? wanted_words[w] : got_words[w]
    }
    for (w in got_words)
        all += got_words[w]
    return all ? 2 * same / all : 0
}

/^[ \t]*$/ { next }
WANTED {
    wanted[++n_wanted] = $0
    open[$0]++
    count_words($0, wanted_words)
    next
}
APPEALS {
    appeal[++n_appeals] = $0
    next
}
{
    count_words($0, got_words)
    if (open[$0] > 0)
        open[$0]--
    else
        surplus[++n_surplus] = $0
}

END {
    for (i = n_wanted; i > 0; i--) # of lines that are wanted twice the later ones are missing
        if (open[wanted[i]]-- > 0) {
            is_missing[i] = 1
            missing++
        }
    for (i = 1; i <= n_wanted; i++)
        if (i in is_missing)
            print "missing\t" wanted[i]
    for (i = 1; i <= n_surplus; i++) {
        kind = is_appeal(surplus[i]) ? "appeal" : "other"
        found[kind]++
        print kind "\t" surplus[i]
    }
    printf "score\t%d\t%d\t%d\t%.4f\n", missing, found["appeal"], found["other"], f1()
}
