#!/usr/bin/env python3
"""sift.py OUT LIST [TASKS] [-- OPTION...] - warcsift as the tasks of a Ray cluster.

    samples/ray/sift.py /shared/corpus inputs.txt 100

LIST has a path (on a shared file system) on each line. Each task takes WARCSIFT_CPUS processors (default 1) and its
part of the list. A worker that dies is retried and goes on at its last checkpoint. WARCSIFT names the program; all
nodes need it. RAY_ADDRESS names a cluster; without it one is started here."""
import os
import subprocess
import sys

import ray

CPUS = int(os.environ.get("WARCSIFT_CPUS", "1"))


class Failed(Exception):
    pass


@ray.remote(num_cpus=CPUS, max_retries=5, retry_exceptions=[Failed])
def sift(command, cwd):
    run = subprocess.run(command, cwd=cwd, stderr=subprocess.PIPE, text=True)
    # 1: records or inputs were lost and told (merge says which). 75: interrupted, it goes on next time.
    if run.returncode > 1:
        raise Failed("exit status %d: %s" % (run.returncode, run.stderr[-2000:]))
    return run.returncode


def main():
    args = sys.argv[1:]
    options = args[args.index("--") + 1 :] if "--" in args else []
    out, paths, *rest = args[: args.index("--")] if "--" in args else args
    tasks = int(rest[0]) if rest else 100
    program = os.environ.get("WARCSIFT", "warcsift")
    ray.init(include_dashboard=False, log_to_driver=False)
    command = [program, "-q", "-j", str(CPUS), "-o", out, *options, "@" + paths]
    runs = [sift.remote(command + ["--task", "%d/%d" % (k, tasks)], os.getcwd()) for k in range(tasks)]
    statuses = ray.get(runs)
    print("%d tasks, %d of them lost something" % (len(statuses), sum(statuses)))
    ray.shutdown()
    return subprocess.run([program, "merge", out, "@" + paths]).returncode


if __name__ == "__main__":
    sys.exit(main())
