#!/usr/bin/env python3
"""Times commands on one archive, interleaved, and prints a table: see bench.sh. Standard library only.

    bench.py --runs N --peer "COMMAND" --ours WARCSIFT ARCHIVE

The figure to trust is CPU seconds (user and system of the child): they hardly move when other jobs
run on the machine. Wall time and speed-up do.
"""
import argparse
import json
import os
import platform
import shlex
import statistics
import sys
import time


def run(command):
    """Runs command with its output thrown away: CPU seconds, wall seconds, peak resident MB."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit("bench.py: failed: " + " ".join(command))
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def machine():
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as info:
            model = next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = "%.1f" % os.getloadavg()[0]
    return "%s, %d processors, load %s at the start, %s" % (model, os.cpu_count(), load, platform.platform())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--peer", required=True, help="command line; the archive is appended")
    ap.add_argument("--ours", required=True, help="the warcsift binary")
    ap.add_argument("--json", help="write every measurement here")
    ap.add_argument("archive")
    args = ap.parse_args()

    ours = [args.ours, "-q", "--compress", "none", "-o", "-"]
    jobs = {
        "FastWARC + Resiliparse": shlex.split(args.peer) + [args.archive],
        "warcsift -j 1": ours + ["-j", "1", args.archive],
        "warcsift -j 2": ours + ["-j", "2", args.archive],
    }
    where = machine()
    taken = {name: [] for name in jobs}
    for i in range(args.runs):
        for name, command in jobs.items():
            taken[name].append(run(command))
            print("run %d of %d: %-24s %6.2f CPU s" % (i + 1, args.runs, name, taken[name][-1][0]), file=sys.stderr)

    megabytes = os.path.getsize(args.archive) / 1e6
    mid = {name: [statistics.median(column) for column in zip(*t)] for name, t in taken.items()}
    peer, one, two = (mid[name] for name in jobs)
    print("%.0f MB compressed, median of %d interleaved runs, output to /dev/null" % (megabytes, args.runs))
    print(where)
    print("\n%-24s %8s %15s %8s %12s %9s" % ("", "CPU s", "min to max", "wall s", "MB/s of CPU", "peak MB"))
    for name, (cpu, wall, peak) in mid.items():
        spread = [t[0] for t in taken[name]]
        print("%-24s %8.2f %7.2f %7.2f %8.2f %12.1f %9.0f"
              % (name, cpu, min(spread), max(spread), wall, megabytes / cpu, max(t[2] for t in taken[name])))
    print("\nCPU seconds, FastWARC + Resiliparse to warcsift -j 1: %.2f times as many" % (peer[0] / one[0]))
    print("wall time, warcsift -j 1 to -j 2: %.2f times as long" % (one[1] / two[1]))
    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump({"machine": where, "megabytes": megabytes, "runs": taken}, out, indent=1)


if __name__ == "__main__":
    main()
