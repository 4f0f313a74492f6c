#!/usr/bin/env python3
"""Predicts throughput with many threads from what timing.c measured with one; see scale.sh.

    scale.py --timing FILE --timing-cutter FILE [--runs N --ours WARCSIFT --archive FILE] > TABLE.md

A discrete-event simulation of pipeline/run.c: slots, feed (spans or cutter), work, commit in order, with the costs of
real records put together anew at random (seeded, so the table is the same for the same costs). One processor for each
thread; shared caches, memory bandwidth, clock rates and the disk are not in it: what it gives is an upper bound.
"""
import argparse
import datetime
import os
import random
import statistics

import bench
import simulation

MB = 1e6
SEED = 7
THREADS = (1, 2, 16, 64, 192)
SLOTS = 4 # for each thread, and 2 more: pipeline/run.c
SPAN = 1 << 20
PAGES = ("article", "empty", "page_limit") # outcomes of what was extracted


class Measured:
    """What timing.c wrote, with the fixed costs that the simulation needs. Times in seconds."""

    def __init__(self, path):
        self.records, self.batches, self.commits, self.lasts = [], [], [], []
        with open(path, encoding="ascii") as f:
            for kind, *v in map(str.split, f):
                if kind == "record":
                    self.records.append((int(v[1]), int(v[2]), float(v[3]) * 1e-6, v[4] in PAGES))
                elif kind == "batch" and int(v[2]):
                    self.batches.append((v[0], int(v[2])) + tuple(float(t) * 1e-6 for t in v[3:]))
                elif kind == "commit":
                    (self.lasts if v[1] == "1" else self.commits).append((float(v[2]) * 1e-6, float(v[3]) * 1e-6))
        self.plain = sum(b[1] for b in self.batches)
        self.packed = sum(r[0] for r in self.records)
        self.feed = sum(b[2] for b in self.batches)
        self.inflate = sum(b[3] for b in self.batches)
        self.work = sum(b[4] for b in self.batches)
        self.sift = sum(r[2] for r in self.records)
        self.commit = sum(c[0] for c in self.commits + self.lasts)
        self.inflate_each = self.inflate / self.plain
        self.rest_each = (self.work - self.sift) / self.plain # closing a chunk, mostly, which compresses it
        # Wall time, as it may wait for the disk; the median, as other jobs may have run meanwhile.
        self.commit_each = statistics.median(c[1] for c in self.commits) * len(self.commits) / self.plain
        self.end_of_file = min(c[1] for c in self.lasts)
        self.total = self.feed + self.inflate + self.work + self.commit
        self.pages = sorted(r[2] for r in self.records if r[3])
        self.feed_each = statistics.median(b[2] for b in self.batches)

    def quantile(self, q):
        return self.pages[min(len(self.pages) - 1, int(q * len(self.pages)))]


class Odd:
    """One page in so many takes other times."""

    def __init__(self, one_in, seconds):
        self.one_in, self.seconds, self.seen = one_in, seconds, one_in // 2

    def time_of(self, seconds):
        self.seen += 1
        return seconds if self.seen % self.one_in else self.seconds


def make_file(measured, megabytes, span, rng, odd=None):
    """A file of that size: [simulation.Batch]."""
    batches, packed, plain, work, pages, total = [], 0, 0, 0.0, 0, 0.0

    def close():
        batches.append(simulation.Batch(inflate=plain * measured.inflate_each,
                                        work=work + plain * measured.rest_each,
                                        commit=plain * measured.commit_each, pages=pages))

    while total < megabytes * MB:
        length, size, seconds, is_page = rng.choice(measured.records)
        if odd and is_page:
            seconds = odd.time_of(seconds)
        packed, plain, work, pages = packed + length, plain + size, work + seconds, pages + is_page
        total += length
        if packed >= span:
            close()
            packed, plain, work, pages = 0, 0, 0.0, 0
    close()
    return batches


def predict(measured, files, threads, slots=None, cutter=None):
    """Pages a second, and which part of its time a thread works. cutter: how many times slower it inflates."""
    costs = simulation.Costs(feed=measured.feed_each, end_of_file=measured.end_of_file, cutter=cutter)
    end = simulation.run(files, threads, slots or SLOTS * threads + 2, costs)
    pages = sum(b.pages for f in files for b in f)
    busy = sum(b.inflate + b.work + b.commit for f in files for b in f)
    return pages / end, busy / (end * threads)


def serial_table(m):
    out = ["| part | CPU ms per MB of archive | % of CPU time |", "|---|---:|---:|"]
    for name, seconds in (("feed, under its lock", m.feed), ("inflating, in the thread", m.inflate),
                          ("records to lines, in the thread", m.sift), ("shards compressed and the rest, in the thread",
                                                                        m.work - m.sift),
                          ("commit, in order", m.commit)):
        out.append("| %s | %.3f | %.2f |" % (name, 1e3 * seconds / (m.packed / MB), 100 * seconds / m.total))
    serial = 100 * (m.feed + m.commit) / m.total
    out += ["", "Serial: %.2f %% of CPU time (asked: at most 0.5). Commit takes %.2f ms of wall time per MB; the end of a "
            "file, which waits for the disk, %.1f ms." % (serial, 1e3 * m.commit_each * m.plain / (m.packed / MB),
                                                         1e3 * m.end_of_file)]
    return out


def page_table(m):
    q = ", ".join("%g %%: %.2f" % (100 * q, 1e3 * m.quantile(q)) for q in (0.1, 0.5, 0.9, 0.99, 0.999))
    return ["CPU ms for a page (%d pages): mean %.2f, %s, most %.2f." % (
        len(m.pages), 1e3 * statistics.mean(m.pages), q, 1e3 * m.pages[-1])]


def thread_table(m, megabytes, cutter):
    rng = random.Random(SEED)
    one = [make_file(m, megabytes, SPAN, rng)]
    many = [make_file(m, megabytes, SPAN, rng) for _ in range(20)]
    kinds = (("one file", one, None), ("20 files", many, None), ("one file, cutter", one, cutter),
             ("20 files, cutter", many, cutter))
    out = ["| threads | " + " | ".join(kind[0] for kind in kinds) + " |", "|---:|" + "---:|" * len(kinds)]
    for threads in THREADS:
        cells = ["%.0f (%.0f %%)" % (rate, 100 * busy) for rate, busy in
                 (predict(m, files, threads, cutter=how) for _, files, how in kinds)]
        out.append("| %d | %s |" % (threads, " | ".join(cells)))
    return out


def pool_table(m, megabytes, threads=64):
    """Sizes of pool and span, with pages that cost far more than others."""
    mean = statistics.mean(m.pages)
    huge = 5e6 * m.sift / m.plain
    odds = [("as measured", None), ("1 in 1,000 is 5 MB: %.0f ms" % (1e3 * huge), (1000, huge))]
    odds += [("1 in {:,} costs as much as {:,}: {:,.0f} ms".format(one_in, times, 1e3 * times * mean),
              (one_in, times * mean)) for one_in, times in ((10000, 100), (100000, 1000))]
    pools = [(("**%d threads + 2**" if n == SLOTS else "%d threads + 2") % n, n * threads + 2) for n in (1, 2, 4, 8)]
    out = ["| pages | span | " + " | ".join(p[0] for p in pools) + " |", "|---|---:|" + "---:|" * len(pools)]
    for name, odd in odds:
        for span in (SPAN // 4, SPAN, 4 * SPAN):
            rng, kind = random.Random(SEED), Odd(*odd) if odd else None
            files = [make_file(m, megabytes, span, rng, kind) for _ in range(12)]
            cells = ["%.0f %%" % (100 * predict(m, files, threads, slots=n)[1]) for _, n in pools]
            out.append("| %s | %.2g MiB | %s |" % (name, span / (1 << 20), " | ".join(cells)))
    return out


def validation_table(m, args):
    """The program itself, wall time and peak memory, beside what is simulated for that archive."""
    files = [make_file(m, m.packed / MB, SPAN, random.Random(SEED))]
    pages = sum(b.pages for b in files[0])
    threads = (1, 2, 4)
    taken = {n: [] for n in threads}
    for _ in range(args.runs):
        for n in threads:
            taken[n].append(bench.run([args.ours, "-q", "--force", "-j", str(n), "-o", args.out, args.archive]))
    out = ["| threads | CPU s | wall s, least | wall s simulated | peak MB |", "|---:|---:|---:|---:|---:|"]
    for n in threads:
        simulated = pages / predict(m, files, n)[0]
        cpu, wall, peak = zip(*taken[n])
        out.append("| %d | %.2f | %.2f | %s | %.0f |" % (
            n, statistics.median(cpu), min(wall), "%.2f" % simulated if n <= os.cpu_count() else "", max(peak)))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--timing", required=True, help="what timing.c wrote, with -j 1")
    ap.add_argument("--timing-cutter", required=True, help="the same of the archive from a pipe")
    ap.add_argument("--megabytes", type=float, default=1000, help="of a simulated file (1000)")
    ap.add_argument("--runs", type=int, default=0, help="of the program itself, to compare with")
    ap.add_argument("--ours", help="it")
    ap.add_argument("--archive", help="that was timed")
    ap.add_argument("--out", help="directory for its output")
    args = ap.parse_args()
    m, by_cutter = Measured(args.timing), Measured(args.timing_cutter)
    m.end_of_file = min(m.end_of_file, by_cutter.end_of_file)
    cutter = by_cutter.feed / by_cutter.plain / m.inflate_each
    print("\n".join(
        ["%s, %s, load %.1f." % (bench.machine(), datetime.date.today().isoformat(), os.getloadavg()[0]), ""] +
        serial_table(m) + ["By the cutter, inflating is under the lock, and takes %.1f times as long." % cutter, ""] +
        page_table(m) +
        ["", "Pages a second predicted for files of %.0f MB, and the part of their time that threads work. With the cutter"
         " (other formats, pipes) one thread at a time inflates:" % args.megabytes, ""] +
        thread_table(m, args.megabytes, cutter) +
        ["", "How busy 64 threads are with other sizes of pool and span, 12 files of %.0f MB:" % args.megabytes, ""] +
        pool_table(m, args.megabytes)))
    if args.runs:
        print("\n".join(["", "The program itself on %s, %d interleaved runs:" % (os.path.basename(args.archive), args.runs),
                         ""] + validation_table(m, args)))


if __name__ == "__main__":
    main()
