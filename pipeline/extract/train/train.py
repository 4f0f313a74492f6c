#!/usr/bin/env python3
"""Train the block model and write its tables, or cross-validate it.

    train.py fit WORK GOLD_FOLDER  # all sets but l3s-gn1 -> WORK/model_tables.c, WORK/odds_tables.c
    train.py cv  WORK GOLD_FOLDER  # grouped by site: F1 per set and macro; the tables of fold N in WORK/foldN

WORK holds all.warc.gz, what `dump tokens` made of it (all.jsonl, all.tokens) and dump itself, which computes
the features. The same inputs and the pinned versions of requirements.txt give the same tables, byte for
byte.
"""
import argparse
import os
import subprocess
import sys
from collections import Counter, defaultdict

import numpy as np
from catboost import CatBoost, Pool

import c_tables
import data
import tables

COMMON = dict(loss_function="CrossEntropy", depth=c_tables.DEPTH, l2_leaf_reg=3, border_count=48,
              random_seed=1, thread_count=2, verbose=False, bootstrap_type="No", random_strength=0,
              allow_writing_files=False)
BLOCKS = dict(COMMON, iterations=200, learning_rate=0.1)
CONTEXT = dict(COMMON, iterations=60, learning_rate=0.15)

PLANTED_WEIGHT = 0.25 # of a page with planted prompts, against the same page without
SOFTWARE_WEIGHT = 0.5 # of a page that software.py drew, against one of the reference sets
SAMPLE = 0.7          # share of the blocks that one model is trained on


# --- training ---------------------------------------------------------------------------------------

def sample(weight):
    """(rows, weights): light rows are taken with a chance that grows with their weight, and weigh more."""
    low, high = 0.0, float(weight.max())
    for _ in range(60):
        least = (low + high) / 2
        low, high = (least, high) if np.minimum(1, weight / least).mean() > SAMPLE else (low, least)
    taken = np.random.default_rng(1).random(len(weight)) < np.minimum(1, weight / least)
    return taken, np.maximum(weight, least)[taken]


def weight_of(page):
    return PLANTED_WEIGHT if page.planted else SOFTWARE_WEIGHT if page.set == data.SOFTWARE else 1


class Set:
    """Rows of all blocks, and what training needs to know of them."""

    def __init__(self, pages):
        counts = Counter(p.set for p in pages if not p.planted)
        lengths = [len(p.y) for p in pages]
        self.y = np.concatenate([p.y for p in pages])
        self.w = np.concatenate([data.weights(p, counts[p.set]) * weight_of(p) for p in pages])
        self.group = np.repeat([p.group for p in pages], lengths)
        self.trained = np.repeat([p.set in data.LEARNED_SETS for p in pages], lengths) & (self.y >= 0)
        self.ends = np.cumsum(lengths)[:-1]

    def fit(self, X, params, without=None):
        """A model of all rows but those of one group."""
        rows = np.flatnonzero(self.trained & (self.group != without))
        taken, w = sample(self.w[rows])
        rows = rows[taken]
        model = CatBoost(params)
        model.fit(Pool(np.asarray(X[rows]), self.y[rows], weight=w / w.mean()))
        return model


def judge(model, X):
    return 1 / (1 + np.exp(-model.predict(np.asarray(X))))


def mean_odds(p, q):
    """What model.c makes of the judgements of both stages."""
    return 1 / (1 + np.sqrt((1 - p) / p * (1 - q) / q))


class Work:
    """The folder of a training run: all.warc.gz, dump, and what is made of them."""

    def __init__(self, folder, pages):
        self.folder, self.pages = folder, pages
        self.rows = sum(len(p.y) for p in pages)
        self.odds = tables.Tables(self.path("all.tokens"), pages)

    def path(self, name):
        return os.path.join(self.folder, name)

    def dump(self, what, left_out_of, out, *more):
        """(rows, names): features by dump, each page with the tables that leave out these groups."""
        files = {}
        with open(self.path("pages.list"), "w") as f:
            for p in self.pages:
                groups = tuple(sorted(left_out_of(p)))
                if groups not in files:
                    files[groups] = self.path("without-%s.odds" % "".join(map(str, groups)))
                    with open(files[groups], "wb") as t:
                        for table in self.odds.without(groups):
                            t.write(table.tobytes())
                f.write("%s %s\n" % (p.url, files[groups]))
        command = [self.path("dump"), what, self.path("all.warc.gz"), self.path(out), self.path("pages.list")]
        names = subprocess.run(command + list(more), stdout=subprocess.PIPE, check=True).stdout
        names = names.decode().split()
        return np.memmap(self.path(out + ".f32"), "<f4", "r").reshape(self.rows, len(names)), names

    def context(self, p):
        p.astype("<f4").tofile(self.path("judged.f32"))
        return self.dump("context", lambda _: (), "context", self.path("judged.f32"))


def out_of_fold(work, rows, keep_model=None):
    """Judgement of every block by a first stage that knows nothing of the block's group of sites."""
    p = np.zeros(len(rows.y))
    for g in range(data.GROUPS):
        X, _ = work.dump("features", lambda page: {g, page.group}, "rows")
        model = rows.fit(X, BLOCKS, without=g)
        p[rows.group == g] = judge(model, X[rows.group == g])
        if keep_model:
            keep_model(g, model)
    return p


# --- decoding, as in select.c -----------------------------------------------------------------------

TRUST = 0.9


def keep_blocks(page, p):
    order = np.argsort(-p, kind="stable")
    kept = np.cumsum(page.w[order])
    right = np.cumsum((page.w * p ** TRUST)[order])
    f1 = 2 * right / np.maximum(kept + right[-1], 1e-9)
    cut = min(max(p[order][int(np.argmax(f1))], 0.15), 0.6)
    return p >= cut


# --- scoring, as in score.py ------------------------------------------------------------------------

def grams(tokens):
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:]))


def page_pr(page, keep):
    got = grams([w for t, k in zip(page.tokens, keep) if k for w in t])
    want = grams(data.words(page.gold["text"]))
    common = sum((got & want).values())
    n_got, n_want = sum(got.values()), sum(want.values())
    return (common / n_got if n_got else None), (common / n_want if n_want else None)


def score(pages, keeps):
    by_set = defaultdict(list)
    for p, keep in zip(pages, keeps):
        if p.gold["text"] is not None and not p.planted:
            by_set[p.set].append(page_pr(p, keep))
            if p.set == "wcxb":
                by_set["wcxb:" + p.gold["page_type"]].append(by_set[p.set][-1])
    result = {}
    for name, rows in by_set.items():
        precision = np.mean([a for a, _ in rows if a is not None] or [0])
        recall = np.mean([b for _, b in rows if b is not None] or [0])
        result[name] = 2 * precision * recall / (precision + recall) if precision + recall else 0
    result["macro"] = float(np.mean([result[s] for s in data.SCORED_SETS]))
    return result


def planted(pages, keeps):
    """Shares of the planted prompts that were left out and of the planted reports that were kept."""
    plain = {p.id: set(p.texts) for p in pages if not p.planted}
    out, kept = [], []
    for p, keep in zip(pages, keeps):
        for text, y, k in zip(p.texts, p.y, keep) if p.planted and p.set != data.SCHOOLBOOK else []:
            if text not in plain[p.id.removesuffix(data.PLANTED)]:
                if 0 <= y < 0.1:
                    out.append(not k)
                elif y > 0.9:
                    kept.append(k)
    return {"planted-out": float(np.mean(out)), "reports-kept": float(np.mean(kept))}


def cross_validate(work, rows):
    """Judgement of every block by both stages. What the second one is trained on was judged by first stages
    that had seen the tested sites: usual, and slightly optimistic."""
    first = {}
    p = out_of_fold(work, rows, first.__setitem__)
    names = work.dump("features", lambda page: {page.group}, "rows")[1]
    X, context_names = work.context(p)
    both = np.zeros(len(p))
    for g in range(data.GROUPS):
        model = rows.fit(X, CONTEXT, without=g)
        tested = rows.group == g
        both[tested] = mean_odds(p[tested], judge(model, X[tested]))
        write_tables(work.path("fold%d" % g), (first[g], names), (model, context_names), work.odds.without({g}))
    return both


def write_tables(folder, first, second, odds):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "model_tables.c"), "w") as f:
        f.write(c_tables.model_source(*first, *second))
    with open(os.path.join(folder, "odds_tables.c"), "w") as f:
        f.write(c_tables.odds_source(*odds))


def fit(work, rows):
    X, context_names = work.context(out_of_fold(work, rows))
    second = rows.fit(X, CONTEXT)
    X, names = work.dump("features", lambda page: {page.group}, "rows")
    write_tables(work.folder, (rows.fit(X, BLOCKS), names), (second, context_names), work.odds.without(()))


def report(title, result):
    print(title, " ".join("%s %.4f" % kv for kv in sorted(result.items())))


def ceiling(pages):
    return score(pages, [p.y > 0.5 for p in pages])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["cv", "fit"])
    ap.add_argument("work")
    ap.add_argument("gold")
    args = ap.parse_args()
    pages = data.load(os.path.join(args.work, "all"), args.gold, os.path.join(args.work, "planted.jsonl"),
                      os.path.join(args.work, "software.jsonl"))
    work, rows = Work(args.work, pages), Set(pages)
    if args.what == "fit":
        return fit(work, rows)
    report("ceiling", ceiling(pages))
    judged = np.split(cross_validate(work, rows), rows.ends)
    keeps = [keep_blocks(page, p) if len(p) else [] for page, p in zip(pages, judged)]
    report("model", dict(score(pages, keeps), **planted(pages, keeps)))


if __name__ == "__main__":
    sys.exit(main())
