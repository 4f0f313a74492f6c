#!/usr/bin/env python3
"""Scores two sets of predictions with the benchmark's score.py and prints them side by side.

    score_table.py [--json OUT.json] BENCH_DIR OURS.jsonl THEIRS.jsonl SET.dev.jsonl.xz ...

F1 is the 4-gram shingle F1 with its precision and recall, "bag" the mean word-bag F1; snippets as
score.py explains them. "readability" is the output of Readability.js rather than human gold, so it
stays out of the mean.
"""
import argparse
import concurrent.futures
import json
import sys

TEXT = [("F1", "F1"), ("P", "precision"), ("R", "recall"), ("bowF1", "bag")]
SNIPPETS = [("sF1", "F1"), ("sP", "precision"), ("sR", "recall"), ("sAcc", "accuracy")]
BREAKDOWN = {"wcxb": "page_type", "daniel": "lang"}
NOT_IN_MEAN = {"readability"}


def score_set(bench_dir, path, ours, theirs):
    """{(data set, group or None): (summary of ours, summary of theirs)} of one file."""
    sys.path.insert(0, bench_dir)
    import score
    predictions = [score.load_predictions([p]) for p in (ours, theirs)]
    pages = {}
    for gold in score.read_jsonl(path):
        field = BREAKDOWN.get(gold["dataset"])
        scores = [score.score_page(gold, p.get(gold["id"], "")) for p in predictions]
        for group in {None, gold[field] if field else None}:
            pages.setdefault((gold["dataset"], group), []).append(scores)
    return {key: tuple(score.summarise(list(column), 1) for column in zip(*rows))
            for key, rows in pages.items()}


def cells(pair, key):
    ours, theirs = pair
    if key not in ours or key not in theirs:
        return " %8s %7s %7s" % ("-", "-", "-")
    return " %8.3f %7.3f %+7.3f" % (ours[key], theirs[key], ours[key] - theirs[key])


def mean(pairs, key):
    return tuple({key: sum(p[side][key] for p in pairs) / len(pairs)} for side in (0, 1))


def print_table(title, rows, columns):
    """rows: (label, (ours, theirs)) in print order."""
    print("\n%-18s      " % title + "".join("  %-23s" % label for _, label in columns))
    print("%-18s pages" % "" + (" %8s %7s %7s" % ("warcsift", "Resili.", "diff")) * len(columns))
    for label, pair in rows:
        print("%-18s %5d" % (label, pair[0]["pages"]) + "".join(cells(pair, key) for key, _ in columns))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", help="also write all figures of ours here")
    ap.add_argument("bench_dir")
    ap.add_argument("ours")
    ap.add_argument("theirs")
    ap.add_argument("sets", nargs="+")
    args = ap.parse_args()

    results = {}
    with concurrent.futures.ProcessPoolExecutor() as pool:
        jobs = [pool.submit(score_set, args.bench_dir, p, args.ours, args.theirs) for p in args.sets]
        for job in jobs:
            results.update(job.result())

    text = [(name, pair) for (name, group), pair in results.items() if not group and "F1" in pair[0]]
    print_table("text", text, TEXT)
    counted = [pair for name, pair in text if name not in NOT_IN_MEAN]
    print("%-18s      " % "mean of sets" + "".join(cells(mean(counted, key), key) for key, _ in TEXT))
    for name, field in BREAKDOWN.items():
        rows = sorted((group, pair) for (n, group), pair in results.items() if n == name and group)
        print_table("%s by %s" % (name, field.replace("_", " ")), rows, TEXT)
    print_table("snippets", [(name, pair) for (name, group), pair in results.items()
                             if not group and "sF1" in pair[0]], SNIPPETS)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump({"/".join(filter(None, key)): pair[0] for key, pair in results.items()}, out, indent=1)


if __name__ == "__main__":
    main()
