#!/usr/bin/env python3
"""Runs the peers of peer_table.py over the pages of benchmark sets.

    peers.py [--stale] [--timeout SECONDS] OUT_DIR SET.dev.jsonl.xz ...

OUT_DIR/PEER.jsonl gets {"id", "text"} a page, as score.py reads it, with "error" where the peer raised an
exception, took more than 30 seconds (--timeout) or died. A peer whose file was made of the same pages
with the same version and settings (OUT_DIR/PEER.made-with) is not run again, one that is not installed
is passed over.
--stale: runs nothing, prints the names of the peers that would be run. Needs none of them installed.
"""
import argparse
import hashlib
import importlib.metadata
import json
import lzma
import multiprocessing
import multiprocessing.connection
import os
import pathlib
import sys
import time

from peer_table import PEERS

SPAWN = multiprocessing.get_context("spawn") # a forked child would hold the other workers' pipes open


def serve(pipe):
    """A worker: says that it is there, then takes (peer, html, language) and gives (text, error)."""
    pipe.send(None)
    while True:
        name, html, language = pipe.recv()
        try:
            pipe.send((PEERS[name].text(html, language), None))
        except Exception as error: # whatever a peer raises is its result
            pipe.send(("", "%s: %s" % (type(error).__name__, str(error)[:200])))


class Worker:
    """A process of its own, replaced when the page at hand takes too long or kills it."""

    def __init__(self, timeout_s):
        self.timeout_s = timeout_s
        self.task = None
        self.start()

    def start(self):
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.pipe.recv() # a slow start is not the first page's

    def give(self, task):
        name, page = task
        self.task = task
        self.pipe.send((name, page["html"], page["lang"]))
        self.deadline = time.monotonic() + self.timeout_s

    def take(self):
        """The result that has come, or that there is none."""
        try:
            return self.pipe.recv()
        except EOFError:
            return self.restart("died")

    def restart(self, why):
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.start()
        return "", why


def run_all(tasks, n_workers, timeout_s):
    """Yields (peer, page id, text, error) as they are done."""
    workers = [Worker(timeout_s) for _ in range(n_workers)]
    tasks = iter(tasks)
    busy = {}
    while True:
        for worker in workers:
            if worker.task is None and (task := next(tasks, None)):
                worker.give(task)
                busy[worker.pipe] = worker
        if not busy:
            break
        wait_s = max(0, min(w.deadline for w in busy.values()) - time.monotonic())
        ready = multiprocessing.connection.wait(list(busy), wait_s)
        late = [pipe for pipe, w in busy.items() if pipe not in ready and time.monotonic() >= w.deadline]
        for pipe in ready + late:
            worker = busy.pop(pipe)
            text, error = worker.restart("timeout") if pipe in late else worker.take()
            name, page = worker.task
            worker.task = None
            yield name, page["id"], text, error
    for worker in workers:
        worker.process.kill()


def read_pages(paths):
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def each_task(paths, names):
    for n, page in enumerate(read_pages(paths), 1):
        for name in names:
            yield name, page
        if n % 250 == 0:
            print("peers.py: %d pages" % n, file=sys.stderr)


def installed(package):
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def write(path, records, stamp):
    part = path.with_suffix(".part")
    with open(part, "w", encoding="utf-8") as out:
        for record in records:
            print(json.dumps(record, ensure_ascii=False), file=out)
    part.replace(path)
    path.with_suffix(".made-with").write_text(stamp, encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--stale", action="store_true")
    ap.add_argument("--timeout", type=int, default=30, metavar="SECONDS")
    ap.add_argument("out_dir", type=pathlib.Path)
    ap.add_argument("sets", nargs="+")
    args = ap.parse_args()

    pages = [hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() for path in args.sets]
    stamps = {name: json.dumps({**peer.stamp(), "timeout_s": args.timeout, "pages": pages}, indent=1)
              for name, peer in PEERS.items()}
    made_with = {name: args.out_dir / (name + ".made-with") for name in PEERS}
    stale = [name for name, path in made_with.items()
             if not path.exists() or path.read_text(encoding="utf-8") != stamps[name]]
    if args.stale:
        print(*stale)
        return
    missing = [name for name in stale if not installed(PEERS[name].package)]
    names = [name for name in stale if name not in missing]
    if missing:
        print("peers.py: not installed, passed over: " + " ".join(missing), file=sys.stderr)
    if not names:
        return
    print("peers.py: running " + " ".join(names), file=sys.stderr)

    results = {name: [] for name in names}
    for name, page_id, text, error in run_all(each_task(args.sets, names),
                                               len(os.sched_getaffinity(0)), args.timeout):
        results[name].append({"id": page_id, "text": text, **({"error": error} if error else {})})
    for name, records in results.items():
        write(args.out_dir / (name + ".jsonl"), sorted(records, key=lambda r: r["id"]), stamps[name])


if __name__ == "__main__":
    main()
