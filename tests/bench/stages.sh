#!/bin/sh
# stages.sh - CPU time and instructions of each stage of an extraction, for 120,000 bytes of page.
# STAGES_PAGES names an archive (default: every page of the development sets); STAGES_RUNS (20) the
# repetitions, of which the quickest counts. Instructions need valgrind and are left out without it.
cd "${0%/*}/../.." || exit 1
. tests/bench/common.sh
pages=${STAGES_PAGES:-$work/stages.warc.gz}
if [ ! -s "$pages" ]; then
    echo "building $pages ..." >&2
    # shellcheck disable=SC2086 # a list of files
    "$PYTHON" "$WS_SHARED/bench/to_warc.py" "$pages.part" $sets >/dev/null
    mv "$pages.part" "$pages"
fi
"$STAGES" "$pages" "${STAGES_RUNS:-20}"
command -v valgrind >/dev/null || exit 0

# Bytes of all pages, from the first line that the program prints.
bytes=$(valgrind --tool=callgrind --callgrind-out-file="$work/stages.callgrind" "$STAGES" "$pages" 1 \
    2>/dev/null | awk 'NR == 1 {print $1 * $3}')
echo "instructions per 120000 bytes, in millions:"
callgrind_annotate --inclusive=yes --threshold=100 "$work/stages.callgrind" | awk -v bytes="$bytes" '
    BEGIN {
        name["ws_tree_build"] = "tree"; name["ws_blocks_cut"] = "blocks"
        name["ws_features_compute"] = "features"; name["ws_model_judge"] = "model"
        name["ws_roles_assign"] = name["ws_select"] = name["ws_render_text"] = "roles, select, render"
    }
    # A function stands there once with the path of its source and, seen from others, once without.
    match($0, /:ws_[a-z_]+ /) && $0 !~ /=>/ {
        fn = substr($0, RSTART + 1, RLENGTH - 2)
        gsub(",", "", $1)
        if (fn in name && $1 > most[fn]) most[fn] = $1
    }
    END {
        for (fn in most) {
            sum[name[fn]] += most[fn]
            if (name[fn] != "tree" && name[fn] != "blocks") behind += most[fn]
        }
        n = split("tree|blocks|features|model|roles, select, render", order, "|")
        for (i = 1; i <= n; i++) printf "%-24s %8.3f\n", order[i], sum[order[i]] * 0.12 / bytes
        printf "%-24s %8.3f\n", "all behind blocks", behind * 0.12 / bytes
    }'
