#!/usr/bin/env python3
"""Train the block model and write its tables, or cross-validate it.

    train.py cv  DUMP GOLD_FOLDER          # grouped by site: F1 per set and macro
    train.py fit DUMP GOLD_FOLDER OUT.c    # all sets but l3s-gn1 -> model_tables.c

DUMP is the stem that dump.c wrote (DUMP.jsonl, DUMP.f32, DUMP.names). The same inputs and the pinned
versions of requirements.txt give the same tables, byte for byte.
"""
import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict

import numpy as np
from catboost import CatBoost, Pool

import data

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


def cross_validate(pages, folds=3):
    keeps = [None] * len(pages)
    for k in range(folds):
        inside = [p for p in pages if data.fold_of(p.site, folds) != k]
        model = fit(inside)
        for i, p in enumerate(pages):
            if data.fold_of(p.site, folds) == k:
                raw = model.predict(p.X) if len(p.y) else np.zeros(0)
                keeps[i] = keep_blocks(p, 1 / (1 + np.exp(-raw))) if len(p.y) else []
    result = score(pages, keeps)
    result["planted-dropped"] = planted_dropped(pages, keeps)
    return result


def ceiling(pages):
    return score(pages, [p.y > 0.5 for p in pages])


# --- tables -----------------------------------------------------------------------------------------

def trees_of(model):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as f:
        model.save_model(f.name, format="json")
        doc = json.load(f)
    scale, bias = doc["scale_and_bias"]
    trees = []
    for t in doc["oblivious_trees"]:
        splits = [(s["float_feature_index"], np.float32(s["border"])) for s in t["splits"] or []]
        trees.append((splits, [v * scale for v in t["leaf_values"]]))
    return trees, bias[0] if isinstance(bias, list) else bias


def tables(model, names):
    trees, bias = trees_of(model)
    borders = defaultdict(set)
    for splits, _ in trees:
        for feature, border in splits:
            borders[feature].add(border)
    used = sorted(borders)
    column = {f: i for i, f in enumerate(used)}
    level = {f: {b: k for k, b in enumerate(sorted(borders[f]))} for f in used}
    out = ["/* Generated by train/train.py fit: do not edit. %d trees over %d features. */"
           % (len(trees), len(used)),
           '#include "pipeline/extract/model.h"', "",
           "static const float BORDERS[] = {"]
    first, n = {}, 0
    for f in used:
        first[f] = n
        n += len(borders[f])
        out.append("    /* %s */ %s," % (names[f], ", ".join("%sf" % number(b) for b in sorted(borders[f]))))
    out += ["};", "", "static const struct ws_model_column COLUMNS[] = {"]
    out += ["    {WS_F_%s, %d, %d}," % (names[f], first[f], len(borders[f])) for f in used]
    out += ["};", "", "static const struct ws_model_tree TREES[] = {"]
    for splits, leaves in trees:
        pad = DEPTH - len(splits)
        cols = [column[f] for f, _ in splits] + [0] * pad
        cuts = [level[f][b] for f, b in splits] + [255] * pad
        values = [int(round(v * UNIT)) for v in leaves] + [0] * ((1 << DEPTH) - len(leaves))
        out.append("    {{%s}, {%s}, {%s}}," % tuple(", ".join(map(str, x)) for x in (cols, cuts, values)))
    out += ["};", "",
            "const struct ws_model ws_block_model = {COLUMNS, BORDERS, TREES, %d, %d, %d};"
            % (len(used), len(trees), int(round(bias * UNIT)))]
    return "\n".join(out) + "\n"


def number(border):
    text = repr(float(border))
    return text if "." in text or "e" in text else text + ".0"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["cv", "fit"])
    ap.add_argument("dump")
    ap.add_argument("gold")
    ap.add_argument("out", nargs="?")
    args = ap.parse_args()
    with open(args.dump + ".names") as f:
        names = f.read().split()
    pages = data.load(args.dump, args.gold, names)
    if args.what == "cv":
        for title, result in (("ceiling", ceiling(pages)), ("model", cross_validate(pages))):
            print(title, " ".join("%s %.4f" % kv for kv in sorted(result.items())))
        return
    if not args.out:
        ap.error("fit needs OUT.c")
    text = tables(fit(pages), names)
    with open(args.out, "w") as f:
        f.write(text)


if __name__ == "__main__":
    sys.exit(main())
