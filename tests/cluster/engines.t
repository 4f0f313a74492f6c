#!/bin/sh
# samples/ under other engines: GNU parallel, Spark and Ray, where they are installed. PYTHON names an
# interpreter that has pyspark and ray.
. "${0%/*}/../tap.sh"
unset SLURM_PROCID SLURM_STEP_NUM_TASKS SLURM_ARRAY_TASK_ID PMI_RANK OMPI_COMM_WORLD_RANK PARALLEL_SEQ WARCSIFT_TASKS
python=${PYTHON:-python3}

mkdir 'in puts'
for i in 1 2 3 4 5 6 7; do
    for _ in 1 2 3; do cat "$SRC/samples/mixed.warc.gz"; done >"in puts/crawl-$i.warc.gz"
    echo "$tmp/in puts/crawl-$i.warc.gz"
done >list
"$WARCSIFT" -q -o plain @list
rm plain/warcsift-inputs-*
same_corpus() { # NAME
    find "$1" -name '*.part' -o -name '*.checkpoint' -o -name '*.failed.json' | grep . && return 1
    rm -f "$1"/warcsift-inputs-* && diff -r plain "$1"
}
export WARCSIFT

if command -v parallel >/dev/null; then
    JOBS=2 run "$SRC/samples/parallel/run.sh" 3 par @list
    is "$status" 0 "GNU parallel"
    like out '^complete' "complete"
    is "$(awk 'NR > 1 { n += $7 == 0 } END { print n }' par.joblog)" 3 "three tasks"
    ok "the same bytes" same_corpus par

    # Task 1 is killed in the middle, once.
    cat >once <<EOF
#!/bin/sh
case "\$*" in *'--task 1/3'*) [ -e "$tmp/was" ] || { : >"$tmp/was" && WARCSIFT_TEST=batch=4194304,checkpoint=0,signal=9,step=30 && export WARCSIFT_TEST; } ;; esac
exec "$WARCSIFT" "\$@"
EOF
    chmod +x once
    WARCSIFT=$tmp/once JOBS=2 run "$SRC/samples/parallel/run.sh" 3 again @list
    is "$status" 0 "a task that was killed is tried again"
    ok "it was" test -e was
    like again.joblog '0	0	.*--task' "and in the end all is well"
    ok "the same bytes" same_corpus again

    # What users run without thinking of tasks: each process has an input of its own.
    run parallel --will-cite -j 2 --quote "$WARCSIFT" -q -o each '{}' ::: 'in puts'/*.warc.gz
    is "$status" 0 "one process for each input"
    ok "the same inputs" sh -c 'cd plain && ls *.jsonl.gz >../want && cd ../each && ls *.jsonl.gz | cmp - ../want'
else
    skip "no GNU parallel"
fi

if "$python" -c 'import pyspark' 2>/dev/null && command -v java >/dev/null; then
    SPARK_LOCAL_IP=127.0.0.1 run "$python" "$SRC/samples/spark/pipe.py" spark list 3
    is "$status" 0 "Spark"
    like out '^exit status 0: 3 partitions$' "three partitions"
    like out '^complete' "complete"
    ok "the same bytes" same_corpus spark

    # Duplicates: the same lines stay as on one machine.
    "$WARCSIFT" -q --minhash --shard-size 20K -o signed @list
    "$WARCSIFT" dedup --json -o local signed >local.json
    PYSPARK_SUBMIT_ARGS="--conf spark.sql.shuffle.partitions=4 --conf spark.ui.showConsoleProgress=false pyspark-shell" SPARK_LOCAL_IP=127.0.0.1 \
        run "$python" "$SRC/samples/spark/dedup.py" signed distributed
    is "$status" 0 "dedup.py"
    is "$(cat out)" "$(sed -n 's/.*"documents": \([0-9]*\), "exact_duplicate": \([0-9]*\), "near_duplicate": \([0-9]*\),.*/\1 \2 \3/p' local.json |
        awk '{ print $1 " documents, " $2 + $3 " are left out" }')" "as many are left out"
    ok "the same lines stay" sh -c 'for f in local/*; do gzip -dc "$f" >a && gzip -dc "distributed/${f##*/}" | cmp - a || exit 1; done'
else
    skip "no pyspark"
fi

if "$python" -c 'import ray' 2>/dev/null; then
    RAY_USAGE_STATS_ENABLED=0 run "$python" "$SRC/samples/ray/sift.py" ray list 3
    is "$status" 0 "Ray"
    like out '^3 tasks, 0 of them lost something$' "three tasks"
    like out '^complete' "complete"
    ok "the same bytes" same_corpus ray
else
    skip "no ray"
fi
done_testing
