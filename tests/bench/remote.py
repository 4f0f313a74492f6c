#!/usr/bin/env python3
"""remote.py - wall times of remote inputs on a server with latency and a limited rate; see remote.sh."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

PARTS = 24
HERE = os.path.dirname(os.path.abspath(__file__))


def split(args, directory):
    """The archive, and the same cut between records into PARTS files."""
    offsets = [json.loads(line)["offset"] for line in
               subprocess.run([args.warcsift, "ls", "--json", args.archive], check=True, stdout=subprocess.PIPE).stdout.splitlines()]
    with open(args.archive, "rb") as f:
        data = f.read()
    edges = [offsets[i * len(offsets) // PARTS] for i in range(PARTS)] + [len(data)]
    names = []
    for i in range(PARTS):
        names.append("part-%02d.warc.gz" % i)
        with open(os.path.join(directory, names[-1]), "wb") as f:
            f.write(data[edges[i]:edges[i + 1]])
    with open(os.path.join(directory, "whole.warc.gz"), "wb") as f:
        f.write(data)
    return len(data), names


def run_once(args, inputs, options):
    out = os.path.join(args.work, "out")
    subprocess.run(["rm", "-rf", out], check=True)
    begun = time.monotonic()
    subprocess.run([args.warcsift, "-q", "-j", "1", "-o", out, *options, *inputs], check=True)
    took = time.monotonic() - begun
    names = sorted(n for n in os.listdir(out) if n.endswith(".jsonl.gz"))
    return took, [open(os.path.join(out, n), "rb").read() for n in names]


def compare(args, files, url, what, names, network, transfer):
    """One row: from files, with the default read-ahead, and with next to none."""
    local = [os.path.join(files, n) for n in names]
    remote = [url + n + "?" + network for n in names]
    ways = ((local, []), (remote, []), (remote, ["--read-ahead", "64K"]))
    times = [[] for _ in ways]
    for _ in range(args.runs):
        first = None
        for way, (inputs, options) in enumerate(ways):
            took, shards = run_once(args, inputs, options)
            times[way].append(took)
            first = first or shards
            if shards != first:
                sys.exit("the shards differ")
    print("| %s | %.1f | %s |" % (what, transfer, " | ".join("%.1f" % statistics.median(t) for t in times)), flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--warcsift", "--archive", "--work"):
        parser.add_argument(name, required=True)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    files = os.path.join(args.work, "files")
    os.makedirs(files, exist_ok=True)
    size, names = split(args, files)
    port_file = os.path.join(args.work, "port")
    if os.path.exists(port_file):
        os.remove(port_file)
    server = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "cli", "fault_server.py"), files, port_file])
    try:
        while not os.path.exists(port_file):
            time.sleep(0.05)
            if server.poll() is not None:
                sys.exit("the server does not start")
        url = "http://127.0.0.1:%s/" % open(port_file).read().strip()
        print("%.0f MB of archive, -j 1; seconds, median of %d interleaved runs. Transfer: of the bytes alone, one file "
              "after the other.\n" % (size / 1e6, args.runs))
        print("| | transfer | file | remote | `--read-ahead 64K` |\n|---|---|---|---|---|")
        one = ["whole.warc.gz"]
        compare(args, files, url, "one file, 15 MB/s, 100 ms", one, "latency=100&rate=15000000", size / 15e6 + 0.1)
        compare(args, files, url, "one file, 60 MB/s, silent for 1 s after each 15 MB", one,
                "rate=60000000&pause=1000&every=15000000", size / 60e6 + size // 15000000)
        compare(args, files, url, "%d files, 30 MB/s, 250 ms" % PARTS, names, "latency=250&rate=30000000",
                size / 30e6 + 0.25 * PARTS)
    finally:
        server.terminate()
        server.wait()


main()
