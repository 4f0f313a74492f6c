#!/usr/bin/env python3
"""plan.py - how long a whole crawl takes on a cluster, and what failures cost: a simulation.

    ./plan.py                               the tables of README.md
    ./plan.py --update                      writes them there
    ./plan.py --nodes 8 --gbit 10 --mbps 25 one cluster of your own

An array of elements, each with its own inputs (number k of N: k, k + N, ...), runs on nodes that share a way to
the archive. An element reads as fast as its cores work, or as its share of that way allows. A node may die: its
elements are noticed after a while, requeued, and go on at their last checkpoints, or (--unit) at the beginning of the
inputs they were in, or from their own beginning, as with programs that know no better. An element whose time is up requeues itself. What is left out: other people's jobs.

Time goes in steps; numbers of inputs, sizes and deaths are drawn from one seed, so that the table is the same each
time. Standard library only."""
import argparse
import heapq
import os
import random
import re

STEP = 5.0  # seconds


class Cluster:
    """What is given: sizes in bytes, times in seconds."""

    def __init__(self, **given):
        self.inputs = 90000
        self.input_bytes = 1.1e9
        self.spread = 0.03  # of their sizes, standard deviation
        self.mbps = 28.0  # MB of archive a core and second: measured, see README.md
        self.nodes = 16
        self.node_cores = 64
        self.cores = 4  # of an element
        self.elements = 1000
        self.gbit = 100.0  # the way to the archive, all together
        self.time_limit = 4 * 3600.0
        self.warning = 300.0  # before it is up: sbatch --signal
        self.node_mtbf = 1000 * 3600.0  # mean time between deaths of one node; 0: they live for ever
        self.notice = 300.0  # until a dead node is noticed: SlurmdTimeout
        self.node_back = 600.0  # until it is there again, after that
        self.requeue = 121.0  # until a requeued element may begin
        self.start = 5.0  # of an element: job, container, listing
        self.unit = "checkpoint"  # what is lost by a death: work since then, the "input", or the "element"
        self.checkpoint = 10.0  # seconds between checkpoints
        self.seed = 1
        for key, value in given.items():
            if not hasattr(self, key):
                raise TypeError(key)
            setattr(self, key, value)
        if self.elements > 1001:
            raise ValueError("MaxArraySize is 1001 in Slurm's default")

    def slots(self):
        return self.nodes * (self.node_cores // self.cores)


class Element:
    def __init__(self, sizes):
        self.sizes = sizes
        self.at = 0  # input
        self.done = 0.0  # bytes of it
        self.node = None
        self.began = 0.0

    def advance(self, amount):
        """Bytes that were really there to be read."""
        used = 0.0
        while amount > 0 and self.at < len(self.sizes):
            piece = min(amount, self.sizes[self.at] - self.done)
            self.done += piece
            used += piece
            amount -= piece
            if self.done >= self.sizes[self.at]:
                self.at += 1
                self.done = 0.0
        return used

    def fall_back(self, unit, checkpoint_bytes):
        """What is lost; of the work since the last checkpoint, on the mean half an interval's."""
        lost = min(self.done, checkpoint_bytes / 2) if unit == "checkpoint" else self.done
        self.done -= lost
        if unit == "element":
            lost += sum(self.sizes[: self.at])
            self.at = 0
        return lost

    def over(self):
        return self.at >= len(self.sizes)


def make_elements(c, rng):
    sizes = [max(1.0, rng.gauss(c.input_bytes, c.spread * c.input_bytes)) for _ in range(c.inputs)]
    return [Element(sizes[k :: c.elements]) for k in range(c.elements)]


def simulate(c):
    rng = random.Random(c.seed)
    elements = make_elements(c, rng)
    total = sum(sum(e.sizes) for e in elements)
    waiting = [(0.0, k) for k in range(len(elements))]  # (may begin at, element)
    heapq.heapify(waiting)
    per_node = c.node_cores // c.cores
    free = {node: per_node for node in range(c.nodes)}
    down = {}  # node: it is back at
    running = set()
    now = read = lost = busy = 0.0
    deaths = warnings = restarts = 0
    left = len(elements)
    nearly_done_at = None
    while left:
        for node in [n for n, back in down.items() if back <= now]:
            del down[node]
            free[node] = per_node
        places = [n for n in free if n not in down for _ in range(free[n])]
        while places and waiting and waiting[0][0] <= now:
            _, k = heapq.heappop(waiting)
            e = elements[k]
            e.node = places.pop()
            free[e.node] -= 1
            e.began = now
            running.add(k)
        working = [k for k in running if now - elements[k].began >= c.start]
        rate = 0.0
        if working:
            rate = min(c.cores * c.mbps * 1e6, c.gbit * 1e9 / 8 / len(working))
        now += STEP
        for k in working:
            e = elements[k]
            read += e.advance(rate * STEP)
            busy += STEP * c.cores
            if e.over():
                running.discard(k)
                free[e.node] += 1
                left -= 1
            elif now - e.began >= c.time_limit - c.warning:
                running.discard(k)
                free[e.node] += 1
                warnings += 1
                heapq.heappush(waiting, (now + c.requeue, k))
        if c.node_mtbf:
            for node in range(c.nodes):
                if node in down or rng.random() >= STEP / c.node_mtbf:
                    continue
                deaths += 1
                down[node] = now + c.notice + c.node_back
                for k in sorted(k for k in running if elements[k].node == node):
                    lost += elements[k].fall_back(c.unit, rate * c.checkpoint)
                    running.discard(k)
                    restarts += 1
                    heapq.heappush(waiting, (now + c.notice + c.requeue, k))
                free[node] = 0
        if nearly_done_at is None and left <= len(elements) // 20:
            nearly_done_at = now
    return {
        "hours": now / 3600,
        "tail_minutes": (now - (nearly_done_at or now)) / 60,
        "bytes": total,
        "read": read,
        "lost": lost,
        "core_hours": busy / 3600,
        "deaths": deaths,
        "restarts": restarts,
        "warnings": warnings,
        "least_hours": max(total / (c.slots() * c.cores * c.mbps * 1e6), total / (c.gbit * 1e9 / 8)) / 3600,
    }


NEAR = dict(nodes=16, gbit=400.0)
SPOT = dict(NEAR, node_mtbf=2 * 3600.0)
SCENARIOS = [
    ("4 nodes, 10 Gbit/s to the archive", dict(nodes=4, gbit=10.0)),
    ("4 nodes, 400 Gbit/s", dict(nodes=4, gbit=400.0)),
    ("16 nodes, 100 Gbit/s", dict(nodes=16, gbit=100.0)),
    ("16 nodes, 400 Gbit/s", NEAR),
    ("the same, 256 elements of 352 inputs", dict(NEAR, elements=256)),
    ("16 nodes that live 2 h on the mean", SPOT),
    ("the same, an input begins anew", dict(SPOT, unit="input")),
    ("the same, an element begins anew", dict(SPOT, unit="element")),
]


def row(name, c, r):
    return "| %s | %d | %d | %.1f | %.1f | %.0f | %d | %d | %.0f |" % (
        name,
        c.slots() * c.cores,
        c.elements,
        r["hours"],
        r["least_hours"],
        r["core_hours"],
        r["deaths"],
        r["restarts"],
        r["lost"] / 1e9,
    )


HEAD = """\
| | cores | elements | hours | at least | core hours | dead nodes | restarts | GB read twice |
|---|---|---|---|---|---|---|---|---|"""


def facts(c):
    """What follows from the sizes alone."""
    total = c.inputs * c.input_bytes
    core = c.mbps * 1e6
    each = c.input_bytes / (core * c.cores)
    per_element = c.inputs / c.elements
    return """\
| | |
|---|---|
| the crawl | %s archives of %.1f GB: %.0f TB, %.0f core hours at %g MB of archive for each core and second |
| an archive on %d cores | %.0f s |
| an element of %d archives | %.0f minutes |
| a core reads | %.0f Mbit/s |
| %d cores read | %.0f Gbit/s |
| 10 Gbit/s keep busy | %.0f cores: %.0f hours |
| a core and a month | %.0f TB |""" % (
        format(c.inputs, ","), c.input_bytes / 1e9, total / 1e12, total / core / 3600, c.mbps,
        c.cores, each,
        per_element, per_element * each / 60,
        core * 8 / 1e6,
        c.slots() * c.cores, c.slots() * c.cores * core * 8 / 1e9,
        10e9 / 8 / core, total / (10e9 / 8) / 3600,
        core * 30 * 86400 / 1e12,
    )  # fmt: skip


def tables():
    rows = [row(name, c, simulate(c)) for name, c in ((name, Cluster(**more)) for name, more in SCENARIOS)]
    return facts(Cluster()), "\n".join([HEAD, *rows])


def update(path):
    """A table stands behind a comment that names it."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for name, table in zip(("facts", "simulation"), tables()):
        text = re.sub(r"(?s)(<!-- plan.py: %s -->\n)(\|[^\n]*\n)*" % name, lambda m: m[1] + table + "\n", text)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in "inputs nodes node_cores cores elements seed".split():
        p.add_argument("--" + name.replace("_", "-"), type=int)
    for name in "input_bytes mbps gbit time_limit node_mtbf notice requeue checkpoint".split():
        p.add_argument("--" + name.replace("_", "-"), type=float)
    p.add_argument("--unit", choices=["checkpoint", "input", "element"])
    p.add_argument("--update", action="store_true")
    given = {k: v for k, v in vars(p.parse_args()).items() if v is not None}
    if given.pop("update"):
        update(os.path.join(os.path.dirname(os.path.abspath(__file__)), "README.md"))
    elif given:
        c = Cluster(**given)
        print(facts(c), HEAD, row("as told", c, simulate(c)), sep="\n")
    else:
        print(*tables(), sep="\n\n")


if __name__ == "__main__":
    main()
