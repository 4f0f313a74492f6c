#!/bin/sh
# down.sh DIR - ends what up.sh has started there, by the pid files in DIR, and the jobs before that.
dir=$(cd "$1" && pwd) || exit 1
SLURM_CONF=$dir/slurm.conf
export SLURM_CONF
[ -s "$SLURM_CONF" ] || exit 0
timeout 5 scancel --full --signal=KILL -u root 2>/dev/null
timeout 5 scancel -u root 2>/dev/null
for _ in 1 2 3 4; do
    timeout 5 squeue -h -t R,CG 2>/dev/null | grep -q . || break
    sleep 0.5
done
pids=
for file in "$dir"/slurmd-*.pid "$dir/ctl.pid" "$dir/munge/pid"; do
    [ -s "$file" ] && pids="$pids $(cat "$file")"
done
# shellcheck disable=SC2086 # numbers
kill $pids 2>/dev/null
for pid in $pids; do
    for _ in 1 2 3 4 5 6 7 8 9 10; do # slurmd takes its time
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null
done
exit 0
