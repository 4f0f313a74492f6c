#!/bin/sh
# run.sh TASKS OUT [OPTION...] INPUT... - the processors of one machine under GNU parallel: so many tasks, each with its
# part of the inputs; what was interrupted or killed is tried again and goes on where it was.
#
#     samples/parallel/run.sh 16 corpus @inputs.txt
#
# One process with -j is as fast; this is for where a process may not have the whole machine, and, with
# PARALLEL='--sshloginfile hosts --workdir .', for several machines that share a file system.
set -u
tasks=$1 out=$2
shift
mkdir -p "$out"
seq 0 $((tasks - 1)) |
    parallel --will-cite --quote --joblog "$out.joblog" --retries 3 -j "${JOBS:-100%}" \
        "${WARCSIFT:-warcsift}" -q -j 1 --task "{}/$tasks" -o "$@"
# What failed three times is missing, and named.
exec "${WARCSIFT:-warcsift}" merge "$out"
