#!/bin/bash
# array.sh OUT [OPTION...] INPUT... - an element of a Slurm array: its part of the inputs, into OUT.
#
#     sbatch --array=0-99 samples/slurm/array.sh corpus @inputs.txt
#
# The program finds the number of the element in the environment. When the time is nearly up it writes
# checkpoints and ends with 75; then, and when it was killed, this script requeues the element, which goes
# on where it was. Everything below can be given to sbatch instead, which counts more.
#SBATCH --job-name=warcsift
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=500M
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=warcsift-%A_%a.log
set -u
export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
element=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
restarts=${SLURM_RESTART_COUNT:-0}
say() { echo "array.sh: element ${element:=$SLURM_JOB_ID} on ${SLURMD_NODENAME:-?}, restart $restarts: $*"; }

out=$1
shift
"${WARCSIFT:-warcsift}" -o "$out" "$@" &
program=$!

# The signal of --signal=B: comes to this script alone, others to the program, too. A second SIGTERM would end
# it at once, a SIGUSR1 behind a SIGTERM changes nothing: so that is what it gets.
caught='' terminated=''
trap 'caught=1; say "USR1"; kill -USR1 $program 2>/dev/null' USR1
trap 'caught=1 terminated=1; say "TERM"; kill -USR1 $program 2>/dev/null' TERM
while :; do # a signal ends wait, too
    caught=''
    wait "$program"
    status=$?
    [ "$caught" ] || break
done
say "exit status $status"

# 75: go on later. Over 128: killed, by a lack of memory perhaps, or a node that was emptied: a few more times.
# Not after SIGTERM: whoever cancels an element means it, and whoever preempts it requeues it.
case $status in
75) again=1000 ;;
1[3-9]? | 129 | 2??) again=5 ;;
*) again=0 ;;
esac
if [ ! "$terminated" ] && [ "$restarts" -lt $again ]; then
    # By hand: with RequeueExit in slurm.conf a job that waits for this one (afterok) waits for ever.
    scontrol requeue "$element" && sleep 120 # Slurm ends this script
fi
exit "$status"
