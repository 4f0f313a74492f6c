"""pipeline/run.c, feed.c and run/pool.c as a discrete-event simulation: threads, the lock of the feed, slots, commit.

Threads are generators. They yield a number of seconds to spend, a Lock to hold, or a Signal to wait for; who waits
first is served first. Between two yields nothing else happens, so shared state needs no other care.
"""
import collections
import dataclasses
import heapq


@dataclasses.dataclass
class Batch:
    inflate: float # seconds, each
    work: float
    commit: float
    pages: int


@dataclasses.dataclass
class Costs:
    feed: float        # under the lock, for each batch: handing out and checking
    end_of_file: float # in the commit of its last batch
    cutter: float      # None, or one thread at a time inflates, under the lock, and takes so many times as long


class Lock:
    def __init__(self):
        self.held = False
        self.waiting = collections.deque()


class Signal:
    """As a condition variable with broadcast: who waits looks again at what it waits for."""

    def __init__(self):
        self.waiting = []


class Clock:
    """Runs generators until all have ended."""

    def __init__(self):
        self.now = 0.0
        self.queue = []
        self.number = 0

    def start(self, thread, after=0.0):
        self.number += 1 # equal times: first come, first served
        heapq.heappush(self.queue, (self.now + after, self.number, thread))

    def release(self, lock):
        if lock.waiting:
            self.start(lock.waiting.popleft())
        else:
            lock.held = False

    def broadcast(self, signal):
        for thread in signal.waiting:
            self.start(thread)
        signal.waiting = []

    def step(self, thread):
        wish = next(thread, None)
        if wish is None:
            return
        if isinstance(wish, Signal):
            wish.waiting.append(thread)
        elif not isinstance(wish, Lock):
            self.start(thread, wish)
        elif wish.held:
            wish.waiting.append(thread)
        else:
            wish.held = True
            self.start(thread)

    def run(self):
        while self.queue:
            self.now, _, thread = heapq.heappop(self.queue)
            self.step(thread)
        return self.now


class Run:
    def __init__(self, files, n_slots, costs):
        self.clock = Clock()
        self.costs = costs
        self.files = files
        self.feed_lock, self.checked, self.changed = Lock(), Signal(), Signal()
        # Feed: (batch, last of its file) handed out; how many were checked, so that the next file may begin.
        self.file, self.place, self.n_given, self.n_checked = 0, 0, 0, 0
        # Pool.
        self.free, self.done, self.turn, self.committing = n_slots, {}, 0, False

    def thread(self):
        while True:
            while not self.free:
                yield self.changed
            self.free -= 1
            got = yield from self.feed()
            if not got:
                self.free += 1
                self.clock.broadcast(self.changed)
                return
            number, batch, last = got
            yield batch.work
            self.done[number] = batch.commit + (self.costs.end_of_file if last else 0)
            yield from self.commit()

    def feed(self):
        """The next batch with its number; None at the end. ws_feed_next()."""
        yield self.feed_lock
        # All spans of a file are checked before the next one is opened.
        while self.place == 0 and self.n_checked < self.n_given:
            self.clock.release(self.feed_lock)
            yield self.checked
            yield self.feed_lock
        if self.file == len(self.files):
            self.clock.release(self.feed_lock)
            return None
        batch = self.files[self.file][self.place]
        number = self.n_given
        self.n_given += 1
        self.place += 1
        last = self.place == len(self.files[self.file])
        if last:
            self.file, self.place = self.file + 1, 0
        yield self.costs.feed / 2
        if self.costs.cutter:
            yield batch.inflate * self.costs.cutter
        else:
            self.clock.release(self.feed_lock)
            yield batch.inflate
            while self.n_checked != number:
                yield self.checked
            yield self.feed_lock
        yield self.costs.feed / 2
        self.n_checked += 1
        self.clock.broadcast(self.checked)
        self.clock.release(self.feed_lock)
        return number, batch, last

    def commit(self):
        """Whoever completes the next number commits it and all that are done behind it."""
        while not self.committing and self.turn in self.done:
            self.committing = True
            yield self.done.pop(self.turn)
            self.committing = False
            self.turn += 1
            self.free += 1
            self.clock.broadcast(self.changed)


def run(files, n_threads, n_slots, costs):
    """Seconds until all batches of files, lists of Batch, are committed."""
    r = Run(files, n_slots, costs)
    for _ in range(n_threads):
        r.clock.start(r.thread())
    end = r.clock.run()
    if r.turn != sum(map(len, files)):
        raise RuntimeError("the simulation came to a stop: %d batches committed" % r.turn)
    return end
