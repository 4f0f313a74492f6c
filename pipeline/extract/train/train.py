#!/usr/bin/env python3
"""Train the block model and write its tables, or cross-validate it.

    train.py cv  WORK GOLD_FOLDER    # grouped by site: F1 per set and macro
    train.py fit WORK GOLD_FOLDER    # all sets but l3s-gn1 -> model_tables.c, odds_tables.c

WORK holds all.warc.gz and what `dump tokens` made of it (all.jsonl, all.tokens); `dump` itself, which computes
the features, is WORK/dump. The same inputs and the pinned versions of requirements.txt give the same
tables, byte for byte.
"""
import argparse
import os
import subprocess
import sys
from collections import Counter, defaultdict

import numpy as np
from catboost import CatBoost, Pool

import data
import tables

DEPTH = 5
UNIT = 1 << 10
PARAMS = dict(loss_function="CrossEntropy", depth=DEPTH, iterations=150, learning_rate=0.15,
              l2_leaf_reg=3, border_count=48, random_seed=1, thread_count=2, verbose=False,
              bootstrap_type="No", random_strength=0, allow_writing_files=False)


PLANTED_WEIGHT = 0.5  # of a page with planted appeals, against the same page without


def train_rows(pages):
    counts = Counter(p.set for p in pages if not p.planted)
    X, y, w = [], [], []
    for p in pages:
        known = p.y >= 0
        if p.set in data.TRAIN_SETS and known.any():
            X.append(p.X[known])
            y.append(p.y[known])
            w.append(data.weights(p, counts[p.set])[known] * (PLANTED_WEIGHT if p.planted else 1))
    w = np.concatenate(w)
    return Pool(np.concatenate(X), np.concatenate(y), weight=w / w.mean())


def fit(pages):
    model = CatBoost(PARAMS)
    model.fit(train_rows(pages))
    return model


# --- decoding, as in select.c -----------------------------------------------------------------------

def keep_blocks(page, p):
    order = np.argsort(-p, kind="stable")
    kept = np.cumsum(page.w[order])
    right = np.cumsum((page.w * p)[order])
    f1 = 2 * right / np.maximum(kept + right[-1], 1e-9)
    cut = min(max(p[order][int(np.argmax(f1))], 0.2), 0.6)
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


def planted_dropped(pages, keeps):
    """Share of the planted blocks that the model left out, of pages it was not trained on."""
    plain = {p.id: set(p.texts) for p in pages if not p.planted}
    planted = dropped = 0
    for p, keep in zip(pages, keeps):
        if p.planted:
            new = [not k for text, k in zip(p.texts, keep) if text not in plain[p.id.removesuffix("+inject")]]
            planted += len(new)
            dropped += sum(new)
    return dropped / planted if planted else 0.0


def measure(work, pages, odds, left_out_of):
    """Fills X: features by dump, each page with the tables that leave out these groups."""
    stem = os.path.join(work, "rows")
    files = {}
    with open(stem + ".list", "w") as f:
        for p in pages:
            out = tuple(sorted(left_out_of(p)))
            if out not in files:
                files[out] = "%s-%s.odds" % (stem, "".join(map(str, out)))
                with open(files[out], "wb") as t:
                    for table in odds.without(out):
                        t.write(table.tobytes())
            f.write("%s %s\n" % (p.url, files[out]))
    dump = [os.path.join(work, "dump"), "features", os.path.join(work, "all.warc.gz"), stem, stem + ".list"]
    names = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout.decode().split()
    data.load_features(stem + ".f32", pages, len(names))
    return names


def fold_groups(k):
    return [g for g in range(data.GROUPS) if data.fold_of_group(g) == k]


def cross_validate(work, pages, odds):
    keeps = {}
    for k in range(data.FOLDS):
        tested = fold_groups(k)
        measure(work, pages, odds, lambda p: set(tested) | ({p.group} if p.fold != k else set()))
        model = fit([p for p in pages if p.fold != k])
        for p in pages:
            if p.fold == k:
                keeps[p.id] = keep_blocks(p, 1 / (1 + np.exp(-model.predict(p.X)))) if len(p.y) else []
    keeps = [keeps[p.id] for p in pages]
    result = score(pages, keeps)
    result["planted-dropped"] = planted_dropped(pages, keeps)
    return result


def ceiling(pages):
    return score(pages, [p.y > 0.5 for p in pages])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["cv", "fit"])
    ap.add_argument("work")
    ap.add_argument("gold")
    args = ap.parse_args()
    stem = os.path.join(args.work, "all")
    pages = data.load(stem, args.gold)
    odds = tables.Tables(stem + ".tokens", pages)
    if args.what == "cv":
        for title, result in (("ceiling", ceiling(pages)), ("model", cross_validate(args.work, pages, odds))):
            print(title, " ".join("%s %.4f" % kv for kv in sorted(result.items())))
        return


if __name__ == "__main__":
    sys.exit(main())
