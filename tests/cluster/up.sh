#!/bin/sh
# up.sh DIR NODES - munge, slurmctld and NODES slurmd on loopback, on free ports, for slurm.t. All they write is in
# DIR. Afterwards: export SLURM_CONF=DIR/slurm.conf. down.sh ends them.
set -eu
dir=$(cd "$1" && pwd)
nodes=$2
host=$(hostname -s 2>/dev/null || hostname)
mkdir -p "$dir/ctl" "$dir/spool" "$dir/log" "$dir/munge"
chmod 755 "$dir"
chmod 711 "$dir/munge" # munged refuses what others can write to

# A port for slurmctld, and as many in a row as there are nodes. Port=[17001-17004]: any other form is fatal.
port=$(python3 - "$nodes" <<'EOF'
import random, socket, sys
for _ in range(200):
    first = random.randrange(20000, 32000)
    try:
        taken = []
        for port in range(first, first + int(sys.argv[1]) + 1):
            s = socket.socket()
            taken.append(s)
            s.bind(("127.0.0.1", port))
        print(first)
        break
    except OSError:
        pass
    finally:
        for s in taken:
            s.close()
EOF
)

# cred_expire: a job that was requeued begins after that and a little more (default: two minutes; below 5 it
# is not heeded).
cat >"$dir/slurm.conf" <<EOF
ClusterName=loop
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge/sock,cred_expire=5
SlurmctldPort=$port
SlurmctldPidFile=$dir/ctl.pid
SlurmdPidFile=$dir/slurmd-%n.pid
StateSaveLocation=$dir/ctl
SlurmdSpoolDir=$dir/spool/%n
SlurmctldLogFile=$dir/log/ctl.log
SlurmdLogFile=$dir/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=100000,batch_sched_delay=1
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=30
MinJobAge=600
KillWait=5
JobRequeue=1
SlurmdParameters=config_overrides
NodeName=n[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=4 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
dd if=/dev/urandom of="$dir/munge/key" bs=128 count=1 2>/dev/null
chmod 400 "$dir/munge/key"
munged --force --key-file="$dir/munge/key" --socket="$dir/munge/sock" --pid-file="$dir/munge/pid" \
    --log-file="$dir/munge/log" --seed-file="$dir/munge/seed"
SLURM_CONF=$dir/slurm.conf
export SLURM_CONF
slurmctld -i
for i in $(seq "$nodes"); do
    mkdir -p "$dir/spool/n$i"
    slurmd -N "n$i"
done
