#!/usr/bin/env python3
"""Times programs on one archive, interleaved, and reports: see bench.sh and bench_report.py. Standard library only.

The figure to trust is CPU seconds (user and system of the child): they hardly move when other jobs
run on the machine. Wall time and what is made of it does.
"""
import argparse
import datetime
import json
import os
import platform
import shlex
import subprocess
import sys
import time

import bench_report


def run(command):
    """Runs command with its output thrown away: CPU seconds, wall seconds, peak resident MB (at least those of this
    interpreter, whose memory the child has until it becomes the command)."""
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


def output_of(command):
    """None when the command fails, as a program does that was built without a library."""
    got = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return got.stdout.strip() if got.returncode == 0 else None


def machine():
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as info:
            model = next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return "%s, %d processors, %s" % (model, os.cpu_count(), platform.platform())


def jobs_of(args):
    """What is run, by the name of its row: command, and whether it gets the sample only; None: it has its input."""
    scripts = os.path.dirname(os.path.abspath(__file__))
    with_libdeflate = "libdeflate" in output_of([args.ours, "--version"])

    def ours(program, threads, *output):
        return [program, "-q", "-j", str(threads)] + (list(output) or ["--compress", "none", "-o", "-"]), False

    def peer(script, sample):
        return [args.python, os.path.join(scripts, script)], sample

    jobs = {bench_report.TRAFILATURA: peer("bench_trafilatura.py", True),
            bench_report.PEER: peer("bench_peer.py", False),
            bench_report.ONE: ours(args.ours, 1)}
    if with_libdeflate:
        jobs[bench_report.ZLIB] = ours(args.zlib, 1)
    jobs[bench_report.TWO] = ours(args.ours, 2)
    jobs[bench_report.SHARDS] = ours(args.ours, 1, "--force", "-o", args.shards)
    jobs[bench_report.PLAIN] = ours(args.ours, 1, "--force", "--lid", "declared", "-o", args.shards)
    corpus = args.shards + "-corpus"
    jobs[bench_report.CORPUS] = ours(args.ours, 1, "--force", "--preset", "fineweb", "--minhash", "-o", corpus)
    jobs[bench_report.DEDUP] = [args.ours, "dedup", "-q", "-j", "1", "-o", args.shards + "-dedup", args.shards], None
    for library, name in (("zlib", bench_report.FLOOR_ZLIB), ("libdeflate", bench_report.FLOOR)):
        if output_of([args.floor, library, os.devnull]) is not None:
            jobs[name] = [args.floor, library], False
    return jobs


def versions(args):
    packages = ("FastWARC", "Resiliparse", "warcio", "trafilatura")
    code = "import importlib.metadata as m, sys; print(*(p + ' ' + m.version(p) for p in sys.argv[1:]), sep=', ')"
    ours = output_of([args.ours, "--version"]).replace("\n", " with ")
    return ours + "; " + output_of([args.python, "-c", code, *packages])


def shards_of(directory):
    """Articles and plain bytes of the shards in it, by their stats files."""
    sums = {"articles": 0, "plain_bytes": 0}
    for name in os.listdir(directory):
        if name.endswith(".stats.json"):
            with open(os.path.join(directory, name), encoding="utf-8") as f:
                for shard in json.load(f)["shards"]:
                    for key in sums:
                        sums[key] += shard[key]
    return sums


def measure(args, jobs):
    taken = {name: [] for name in jobs}
    for i in range(args.runs):
        for name, (command, sample) in jobs.items():
            inputs = [] if sample is None else [args.sample if sample else args.archive]
            taken[name].append(run(command + inputs))
            print("run %d of %d: %-32s %6.2f CPU s" % (i + 1, args.runs, name, taken[name][-1][0]), file=sys.stderr)
    return taken


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("--ours", required=True, help="the warcsift binary")
    ap.add_argument("--zlib", required=True, help="the one built without libdeflate")
    ap.add_argument("--floor", required=True, help="tests/bench/floor")
    ap.add_argument("--python", required=True, help="the interpreter that has the peers")
    ap.add_argument("--shards", required=True, help="a directory for shards")
    ap.add_argument("--sample", required=True, help="archive with some of the pages")
    ap.add_argument("--pages", required=True, help="pages of both, what bench_sample.py printed")
    ap.add_argument("--out", required=True, help="OUT.json, OUT.md and OUT.svg are written")
    ap.add_argument("archive")
    args = ap.parse_args()

    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    jobs = jobs_of(args)
    load = os.getloadavg()[0]
    taken = measure(args, jobs)
    with open(args.pages, encoding="utf-8") as f:
        pages = json.load(f)
    size = {False: os.path.getsize(args.archive) / 1e6, True: os.path.getsize(args.sample) / 1e6,
            None: shards_of(args.shards)["plain_bytes"] / 1e6}
    count = {False: pages["pages"], True: pages["sample_pages"], None: shards_of(args.shards)["articles"]}
    result = {
        "machine": machine(), "load": load, "date": datetime.date.today().isoformat(), "versions": versions(args),
        "repeat": "make bench BENCH_MB=%.0f BENCH_RUNS=%d" % (size[False], args.runs),
        "rows": {name: {"pages": count[sample], "megabytes": size[sample],
                        "command": shlex.join(command), "runs": taken[name]}
                 for name, (command, sample) in jobs.items()},
    }
    with open(args.out + ".json", "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)
    table = bench_report.markdown(result)
    with open(args.out + ".md", "w", encoding="utf-8") as f:
        f.write(table)
    with open(args.out + ".svg", "w", encoding="utf-8") as f:
        f.write(bench_report.svg(result))
    print(table)


if __name__ == "__main__":
    main()
