#!/bin/sh
# samples/slurm on a real Slurm: munge, slurmctld and six slurmd on loopback. However an element ends,
# what comes out in the end is what a single run writes.
#
# Elements are stopped at an exact place (WARCSIFT_TEST, see pipeline/output/fault.h) and looked for, never
# waited for by guess: whatever happens to them, happens in the middle of an input.
. "${0%/*}/../tap.sh"
PATH=$PATH:/usr/sbin
for program in slurmctld slurmd munged sbatch scontrol; do
    command -v $program >/dev/null || skip_all "no $program (.ci/install-deps.sh cluster installs it)"
done
[ "$(id -u)" -eq 0 ] || skip_all "slurmd needs root"
command -v python3 >/dev/null || skip_all "no python3"
case ${FLAVOR:-release} in asan | tsan) skip_all "a cluster of sanitized programs is too slow" ;; esac

here=$SRC/tests/cluster
slurm=$SRC/samples/slurm
mkdir cluster pids
pids_of_mine() { cat pids/* 2>/dev/null; }
clean_up() {
    for pid in $(pids_of_mine); do
        [ "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$WARCSIFT")" ] && kill -9 "$pid"
    done 2>/dev/null
    "$here/down.sh" cluster
    rm -rf "$tmp"
}
trap clean_up EXIT
started=$(date +%s)
clock() { echo $(($(date +%s) - started)); }

# wait_for SECONDS WHAT COMMAND...: a test that fails when the command does not succeed in time. After a first one
# that has failed, the others do not wait long: all has to end in time.
patience=100
wait_for() {
    end=$(($(date +%s) + ($1 < patience ? $1 : patience)))
    wait_what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        if [ "$(date +%s)" -ge "$end" ]; then
            fail "$wait_what: not in time"
            patience=2
            squeue 2>&1 | sed 's/^/#   /'
            return 1
        fi
        sleep 0.1
    done
    pass "$wait_what (after $(clock) s)"
}

"$here/up.sh" cluster 6 >up.log 2>&1 || {
    sed 's/^/# /' up.log
    skip_all "the cluster does not start"
}
SLURM_CONF=$tmp/cluster/slurm.conf
export SLURM_CONF
all_idle() { [ "$(sinfo -h -N -o %T | grep -c idle)" -eq 6 ]; }
wait_for 20 "six nodes are idle" all_idle || {
    done_testing
    exit
}

# --- inputs, and what should come of them ---------------------------------------------------
mkdir in
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    for _ in 1 2 3 4 5 6; do cat "$SRC/samples/mixed.warc.gz"; done >"in/crawl-$i.warc.gz"
    echo "$tmp/in/crawl-$i.warc.gz"
done >list
head -n 2 list >two

# Small batches, so that an input has many checkpoints; in the runs FAULTS (ELEMENT.RESTART) a signal in its
# middle. The number of the process is left in pids/.
cat >wrap <<EOF
#!/bin/sh
WARCSIFT_TEST=batch=20000,checkpoint=0
run=\$SLURM_JOB_NAME.\${SLURM_ARRAY_TASK_ID:-x}.\${SLURM_RESTART_COUNT:-0}
case " \${FAULTS:-} " in
*" \${SLURM_ARRAY_TASK_ID:-x}.\${SLURM_RESTART_COUNT:-0} "*) WARCSIFT_TEST=\$WARCSIFT_TEST,signal=\$FAULT_SIGNAL,step=100 ;;
esac
export WARCSIFT_TEST
[ "\${1:-}" = merge ] || echo \$\$ >"$tmp/pids/\$run"
exec "$WARCSIFT" "\$@"
EOF
chmod +x wrap
WARCSIFT=$tmp/wrap sh -c '"$WARCSIFT" -q -o plain --task none @list && "$WARCSIFT" -q -o plain2 --task none @two'
rm -f pids/*
is "$(find plain -name '*.jsonl.gz' | wc -l)" 12 "a plain run to compare with"

# array NAME ELEMENTS LIST OPTION...: the number of the job.
array() {
    name=$1 elements=$2 list=$3
    shift 3
    mkdir "$name"
    WARCSIFT=$tmp/wrap sbatch --parsable --array="0-$((elements - 1))" --cpus-per-task=1 --mem-per-cpu=0 -J "$name" \
        "$@" -o "$tmp/$name.%a.log" "$slurm/array.sh" "$tmp/$name" -q "@$tmp/$list"
}
# merge NAME JOB: waits for the array; the number of the job.
merge() {
    WARCSIFT=$tmp/wrap sbatch --parsable --dependency="afterany:$2" -o "$tmp/$1.merge.log" "$slurm/merge.sh" "$tmp/$1"
}
state() { scontrol show job "$1" | sed -n 's/^ *JobState=\([A-Z_]*\).*/\1/p' | head -n 1; }
node_of() { scontrol show job "$1" | sed -n 's/^ *NodeList=\(n[0-9]*\)$/\1/p' | head -n 1; }
has_state() { [ "$(state "$1")" = "$2" ]; }
stopped() { # NAME.ELEMENT.RESTART: the process is there, and stopped by its signal
    [ -s "pids/$1" ] && grep -q '^State:.T' "/proc/$(cat "pids/$1")/status"
}
begun() { [ -s "pids/$1" ]; }
parent() { sed -n 's/^PPid:[^0-9]*//p' "/proc/$1/status"; }
# Shards and stats files, and nothing else but the list of inputs.
same_corpus() { # NAME PLAIN
    find "$1" -name '*.part' -o -name '*.checkpoint' -o -name '*.failed.json' | grep . && return 1
    rm -f "$2"/warcsift-inputs-*
    mkdir "$1.compared" && cp "$1"/*.jsonl.gz "$1"/*.stats.json "$1.compared" && diff -r "$1.compared" "$2"
}

# --- all at once ----------------------------------------------------------------------------
# Elements that lose their node have it for themselves.
FAULTS='0.0 0.1' FAULT_SIGNAL=19
export FAULTS FAULT_SIGNAL
twins=$(array twins 1 two --exclusive)
FAULTS=0.0
dead=$(array dead 1 two --exclusive)
warned=$(array warned 2 two --time=2 --signal=B:USR1@115)
cancelled=$(array cancelled 1 two)
FAULTS=2.0 FAULT_SIGNAL=9
killed=$(array killed 4 list)
FAULTS=
clean=$(array clean 4 list)
for name in dead twins warned killed clean; do
    eval "job=\$$name"
    eval "${name}_merge=\$(merge $name $job)"
done

wait_for 20 "an element is in the middle of an input" stopped dead.0.0
dead_node=$(node_of "${dead}_0")
pid=$(cat pids/dead.0.0)
script=$(parent "$pid")
daemon=$(parent "$script")
like "/proc/$daemon/comm" slurmstepd "its script, and the daemon above it"
kill -9 "$(cat "cluster/slurmd-$dead_node.pid")" "$daemon" "$script" "$pid"
pass "its node dies: slurmd, slurmstepd, script and program are killed (after $(clock) s)"
run "$WARCSIFT" status dead
like out '^  inputs  *2  0 done, 0 running, 0 failed, 1 stopped on the way' "status: it has stopped"

wait_for 20 "another one is" stopped twins.0.0
twins_node=$(node_of "${twins}_0")
kill -9 "$(cat "cluster/slurmd-$twins_node.pid")"
pass "of its node only slurmd is killed (after $(clock) s)"
run "$WARCSIFT" status twins
like out '^  inputs  *2  0 done, 1 running, 0 failed' "status: it is running"

wait_for 20 "one to be cancelled" stopped cancelled.0.0
scancel "$cancelled"
wait_for 20 "its script has the signal" grep -q TERM cancelled.0.log
kill -CONT "$(cat pids/cancelled.0.0)" 2>/dev/null # Slurm may have done it

wait_for 60 "one whose time is nearly up" stopped warned.0.0
wait_for 60 "--signal=B:USR1 comes" grep -q USR1 warned.0.log
kill -CONT "$(cat pids/warned.0.0)"
wait_for 30 "it ends with 75 and a checkpoint" grep -q 'exit status 75' warned.0.log
ok "for each input it has begun" sh -c 'ls warned/*.checkpoint'

wait_for 60 "an array of four elements over twelve inputs, and the merge behind it" has_state "$clean_merge" COMPLETED
ok "the same bytes as a plain run" same_corpus clean plain
like clean.merge.log '^complete' "and the merge says so"
like clean.merge.log '^  inputs  *12$' "of twelve inputs"

wait_for 60 "one element was killed with -9: requeued, done, merged" has_state "$killed_merge" COMPLETED
like killed.2.log 'restart 0: exit status 137' "it was killed"
like killed.2.log 'restart 1: exit status 0' "and run again"
ok "the same bytes" same_corpus killed plain

wait_for 60 "the one with SIGUSR1: requeued, done, merged" has_state "$warned_merge" COMPLETED
like warned.0.log 'restart 1: exit status 0' "run again"
ok "the same bytes" same_corpus warned plain2

# --- what is a task, and what is none -------------------------------------------------------
run env WARCSIFT_TEST=batch=20000,checkpoint=0 srun -n 3 -J steps "$WARCSIFT" -o steps @list
is "$status,$(grep -o 'task ./3 (SLURM_PROCID): 4 of 12' err | sort -u | wc -l)" "0,3" "srun -n 3: three tasks"
ok "the same bytes" same_corpus steps plain
sbatch --parsable -W -n 2 --wrap "'$WARCSIFT' -o '$tmp/script' '@$tmp/two'" -o script.log >script.job
unlike script.log 'task' "a batch script of two tasks runs once, and is none"
is "$(find script -name '*.jsonl.gz' | wc -l)" 2 "it has all inputs"

run env WARCSIFT="$tmp/wrap" SBATCH_MEM_PER_CPU=0 "$slurm/submit.sh" 2%1 "$tmp/submitted" -j 1 "@$tmp/two"
submitted=$(sed -n 's/.*merge \([0-9]*\).*/\1/p' out)
wait_for 60 "submit.sh: an array, one element at a time, and the merge" has_state "$submitted" COMPLETED
ok "the same bytes" same_corpus submitted plain2

# --- merge refuses what is not complete -----------------------------------------------------
cp -r clean refused
rm refused/crawl-07.jsonl.gz
refused=$(WARCSIFT=$tmp/wrap sbatch --parsable -o "$tmp/refused.merge.log" "$slurm/merge.sh" "$tmp/refused")
wait_for 30 "the merge of a directory that lacks a shard fails" has_state "$refused" FAILED
like refused.merge.log 'crawl-07.jsonl.gz is not there' "and says what is missing"

# --- the nodes that died --------------------------------------------------------------------
wait_for 60 "the element of the dead node is requeued and runs elsewhere" begun dead.0.1
wait_for 60 "done, merged" has_state "$dead_merge" COMPLETED
like dead.0.log "on n[^$(echo "$dead_node" | tr -d n)], restart 1: exit status 0" "on another node"
ok "the same bytes" same_corpus dead plain2

wait_for 60 "the element whose node only seems dead is in the middle of its input a second time" stopped twins.0.1
ok "and the first one is still in its own" stopped twins.0.0
kill -CONT "$(cat pids/twins.0.0)" "$(cat pids/twins.0.1)"
wait_for 60 "both go on at once; merged" has_state "$twins_merge" COMPLETED
wait_for 60 "the old one ended well" grep -q 'restart 0: exit status 0' twins.0.log
like twins.0.log 'restart 1: exit status 0' "and so did the new one"
ok "the same bytes" same_corpus twins plain2

# Seconds have gone by: were it to be requeued, it would have been.
is "$(state "${cancelled}_0"),$(ls pids/cancelled.0.*)" "CANCELLED,pids/cancelled.0.0" "a cancelled element stays cancelled"
like cancelled.0.log 'exit status 75' "its checkpoint is there for another time"
printf '# %d s in all\n' "$(clock)"
done_testing
