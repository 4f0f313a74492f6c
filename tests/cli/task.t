#!/bin/sh
# Many runs of one command share the inputs: --task, and what the environment says.
. "${0%/*}/lib.sh"
unset SLURM_PROCID SLURM_STEP_NUM_TASKS SLURM_ARRAY_TASK_ID PMI_RANK OMPI_COMM_WORLD_RANK PARALLEL_SEQ WARCSIFT_TASKS

: >list
for i in 0 1 2 3 4 5 6; do
    page "Page $i" one two three | response "http://example.org/$i" | gzip >"$i.warc.gz"
    echo "$i.warc.gz" >>list
done
run "$WARCSIFT" -q -o whole @list
is "$status" 0 "all of them at once"
shards() { (cd "$1" && echo *.jsonl.gz); }

for i in 0 1 2; do
    run "$WARCSIFT" -o parts --task $i/3 @list
    is "$status" 0 "task $i of three"
    like err "task $i/3: [23] of 7 inputs" "says what it has"
done
is "$(shards parts)" "$(shards whole)" "together they have all"
for i in 0 1 2 3 4 5 6; do
    same "parts/$i.jsonl.gz" "whole/$i.jsonl.gz" "the bytes do not depend on the task ($i)"
done

run "$WARCSIFT" -q -o one --task 1/3 @list
is "$status,$(shards one)" "0,1.jsonl.gz 4.jsonl.gz" "input k belongs to task k % N"
is "$(cat err)" "" "-q says nothing"
run "$WARCSIFT" -q -o beyond --task 8/9 @list
is "$status,$(shards beyond)" "0,*.jsonl.gz" "more tasks than inputs: nothing to do is no error"
for bad in 3/3 x/3 1 1/0 ''; do
    run "$WARCSIFT" -q -o bad --task "$bad" @list
    is "$status" 2 "no task: '$bad'"
done
run "$WARCSIFT" -q -o bad --task 0/2 --tasks 2 @list
is "$status" 2 "--task and --tasks"
run "$WARCSIFT" -q -o bad --tasks 2 @list
is "$status" 2 "--tasks where nothing says which task this is"
like err "give --task" "says what to do"

array="SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1"
# shellcheck disable=SC2086 # variables
run env $array "$WARCSIFT" -o slurm @list
is "$status,$(shards slurm)" "0,0.jsonl.gz 2.jsonl.gz 4.jsonl.gz 6.jsonl.gz" "found in the environment"
like err "task 0/2 .SLURM_ARRAY_TASK_ID.: 4 of 7 inputs .--task none: all." "and told"
# shellcheck disable=SC2086
run env $array "$WARCSIFT" -o none --task none @list
is "$status,$(shards none)" "0,$(shards whole)" "--task none: all of them"
unlike err 'task' "without a word"
# shellcheck disable=SC2086
run env $array "$WARCSIFT" -o told --task 1/7 @list
is "$status,$(shards told)" "0,1.jsonl.gz" "--task counts before the environment"
# shellcheck disable=SC2086
run env $array "$WARCSIFT" -q -o single 5.warc.gz
is "$status,$(shards single)" "0,5.jsonl.gz" "a single input is read in every task of an array"
# shellcheck disable=SC2086
run env $array "$WARCSIFT" -q -o - - <5.warc.gz
is "$status,$(lines out)" "0,1" "and so is the standard input"

run env PBS_ARRAY_INDEX=5 "$WARCSIFT" -q -o pbs @list
is "$status" 2 "an array that does not say how many"
ok "has done nothing" test ! -e pbs
like err 'an array of PBS, which does not say how many' "says why"
run env PBS_ARRAY_INDEX=5 "$WARCSIFT" -q -o pbs 5.warc.gz
is "$status,$(shards pbs)" "0,5.jsonl.gz" "which matters to several inputs only"
run env PBS_ARRAY_INDEX=5 "$WARCSIFT" -q -o pbs4 --tasks 4 @list
is "$status,$(shards pbs4)" "0,1.jsonl.gz 5.jsonl.gz" "--tasks says it"
run env PBS_ARRAY_INDEX=5 WARCSIFT_TASKS=4 "$WARCSIFT" -q -o pbs5 @list
is "$status,$(shards pbs5)" "0,1.jsonl.gz 5.jsonl.gz" "and so does WARCSIFT_TASKS"
run env PBS_ARRAY_INDEX=5 WARCSIFT_TASKS=no "$WARCSIFT" -q -o bad @list
is "$status" 2 "but not with this"
run env SLURM_PROCID=0 SLURM_NTASKS=4 "$WARCSIFT" -q -o script @list
is "$status,$(shards script)" "0,$(shards whole)" "a batch script of four tasks runs once: all inputs"

# Two files of one name clash, whichever task has them.
mkdir sub && cp 1.warc.gz sub
run "$WARCSIFT" -q -o clash --task 0/2 0.warc.gz 1.warc.gz 2.warc.gz sub/1.warc.gz
is "$status" 2 "names that clash across tasks"
# A line of an index without a file name is of the only input, not of the only one of this task.
"$WARCSIFT" index 1.warc.gz | sed 's/, "filename": "[^"]*"//' >index.cdxj
run "$WARCSIFT" -q -o cdx --cdx index.cdxj --task 0/2 0.warc.gz 1.warc.gz
is "$status,$(zcat cdx/0.jsonl.gz | wc -l)" "0,0" "an index for one file is not taken for another"

for mpirun in mpirun.openmpi mpirun.mpich; do
    command -v $mpirun >/dev/null || {
        skip "no $mpirun"
        continue
    }
    case $mpirun in *openmpi) set -- --oversubscribe --allow-run-as-root ;; *) set -- ;; esac
    run $mpirun "$@" -n 3 "$WARCSIFT" -q -o "$mpirun" @list
    is "$status,$(shards $mpirun)" "0,$(shards whole)" "$mpirun: all inputs"
    run $mpirun "$@" -n 3 "$WARCSIFT" -o "$mpirun.told" @list
    is "$(grep -o 'task ./3 (.*): . of 7' err | sort | tr '\n' ';')" \
        "$(for i in 0 1 2; do echo "task $i/3 ($(case $mpirun in *openmpi) echo OMPI_COMM_WORLD ;; *) echo PMI ;; esac)_RANK): $((i == 0 ? 3 : 2)) of 7"; done | tr '\n' ';')" \
        "$mpirun: each a part"
    run $mpirun "$@" -n 1 "$WARCSIFT" -q -o "$mpirun.1" @list
    is "$status,$(shards $mpirun.1)" "0,$(shards whole)" "$mpirun -n 1: all inputs"
done
done_testing
