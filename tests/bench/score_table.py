#!/usr/bin/env python3
"""Scores predictions with the benchmark's score.py and prints them beside the peers of peer_table.py.

    score_table.py [options] BENCH_DIR WORK_DIR OURS.jsonl ... --sets SET.dev.jsonl.xz ...

WORK_DIR holds PEER.jsonl (peers.py) and, where make train-cv has left it, cv.jsonl: what the block model
gives when no page of the same site was in its training. Per-page scores are kept in WORK_DIR/scores.

F1 is the 4-gram shingle F1 with its precision (P) and recall (R), bag the mean word-bag F1; snippets as
score.py explains them. "best" is the best peer of the row and marked *, "cv" ours cross-validated,
"ship" ours with the shipped weights. "readability" is the output of Readability.js rather than human
gold, so it stays out of the mean.
"""
import argparse
import datetime
import json
import pathlib
import sys

import demands
import scoring
from peer_table import PEERS

OURS = ("cv", "shipped")
SIDE_BY_SIDE = [("F1", "F1"), ("P", "precision"), ("R", "recall"), ("bowF1", "bag")]
SNIPPETS = [("sF1", "F1"), ("sP", "precision"), ("sR", "recall"), ("sAcc", "accuracy")]
LABEL = 17


def figure(value, mark=""):
    """.791 in five columns, 1.000 as such; the last column is the mark's."""
    if value is None:
        return "    - "
    return "%5s%1s" % (("%.3f" % value).replace("0.", ".", 1), mark)


def difference(a, b):
    return "     - " if a is None or b is None else "%+6.3f " % (a - b)


def best_peer(row, peers, key):
    """Name of the peer with the highest figure."""
    return max(peers, key=lambda name: row[name][key])


def wide_line(label, pages, row, peers, key):
    best = best_peer(row, peers, key)
    cv, shipped = (row[name][key] if name in row else None for name in OURS)
    return ("%-*s%5s " % (LABEL, label, pages)
            + "".join(figure(row[name][key], "*" if name == best else "") for name in peers)
            + " | " + figure(row[best][key]) + figure(cv) + figure(shipped) + difference(cv, row[best][key]))


def print_wide(title, rows, peers):
    """One figure, all peers. rows: (label, pages, {column: summary}, key) in print order."""
    print()
    for i, (label, pages) in enumerate(((title, ""), ("", "pages"))):
        own = ((" best", "   cv", " ship", " cv -"), (" peer", "", "", " best"))[i]
        print("%-*s%5s " % (LABEL, label, pages) + "".join("%5s " % PEERS[p].heading[i] for p in peers)
              + " | " + "".join("%5s " % name for name in own))
    for row in rows:
        print(wide_line(*row[:3], peers, row[3]))


def print_side_by_side(title, rows, peers, columns):
    """All figures, the peer whose F1 is best and ours. rows as for print_wide."""
    print("\n%-*s%5s %-22s" % (LABEL, title, "", "") + "".join(" %-17s " % label for _, label in columns))
    print("%-*s%5s %-22s" % (LABEL, "", "pages", "best peer") + "  best    cv  ship " * len(columns))
    for label, pages, row, key in rows:
        best = best_peer(row, peers, key)
        print("%-*s%5s %-22s" % (LABEL, label, pages, best)
              + "".join(" " + "".join(figure(row.get(name, {}).get(k)) for name in (best, *OURS)) for k, _ in columns))


def print_tables(results, peers):
    any_of = peers[0]
    def rows(groups, key="F1"):
        return [(group or name, results[name, group][any_of]["pages"], results[name, group], key)
                for name, group in groups]

    sets = rows([(name, None) for name in scoring.text_sets(results)])
    sets.append(("mean of %d sets" % (len(sets) - len(scoring.NOT_IN_MEAN)), "", scoring.macro(results), "F1"))
    snippets = rows([(name, None) for name, group in results
                     if not group and "sF1" in results[name, None][any_of]], "sF1")
    parts = [("4-gram F1", sets)]
    for name, field in scoring.BREAKDOWN.items():
        groups = sorted(key for key in results if key[0] == name and key[1])
        parts.append(("%s %s" % (name, field.replace("_", " ")), rows(groups)))
    for title, part in parts:
        print_wide(title, part, peers)
    print_wide("snippets", [(label + " " + short, pages, row, key) for label, pages, row, _ in snippets
                            for key, short in (("sF1", "F1"), ("sP", "P"), ("sR", "R"), ("sAcc", "acc"))], peers)
    for title, part in parts:
        print_side_by_side(title, part, peers, SIDE_BY_SIDE)
    print_side_by_side("snippets", snippets, peers, SNIPPETS)


def print_legend(work, peers, columns):
    packages = {PEERS[name].package: PEERS[name].version() for name in peers}
    print("\npeers: " + ", ".join("%s %s" % pair for pair in packages.items()) + "; settings in peer_table.py")
    for name in peers:
        errors = peer_errors(work / (name + ".jsonl"))
        if errors:
            print("  %s: failed on %d of the pages (%s)" % (
                name, sum(errors.values()), ", ".join("%d %s" % (n, what) for what, n in sorted(errors.items()))))
    absent = [name for name in PEERS if name not in peers]
    if absent:
        print("left out, not run here: " + ", ".join(absent))
    for name in OURS:
        if columns.get(name, {}).get("missing"):
            print("%s: %d pages without a prediction count as empty" % (name, columns[name]["missing"]))
    cv = work / "cv.jsonl"
    if cv.exists():
        made = datetime.datetime.fromtimestamp(cv.stat().st_mtime).isoformat(" ", "minutes")
        print("cv: %s of %s" % (cv, made))
    else:
        print("cv: %s is not there: make train-cv writes it" % cv)


def peer_errors(path):
    """{kind: pages} of the pages on which the peer failed."""
    kinds = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            error = json.loads(line).get("error")
            if error:
                kind = error.split(":")[0]
                kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def print_worst(gold, columns, peers, n):
    """Pages of lowest F1, among equals first those that a peer does best: there is most to gain."""
    ours = "cv" if "cv" in columns else "shipped"
    rows = []
    for i, page in enumerate(gold):
        figures = columns[ours]["pages"][i]
        if "f1" in figures and page["dataset"] not in scoring.NOT_IN_MEAN:
            best = max(peers, key=lambda name: columns[name]["pages"][i]["f1"])
            rows.append((figures["f1"], -columns[best]["pages"][i]["f1"], page, figures, best))
    rows.sort(key=lambda row: (row[0], row[1], row[2]["id"]))
    print("\nworst %d pages of %s" % (n, ours))
    print("%5s %5s %5s  %5s %-22s %-14s %s" % ("F1", "P", "R", "best", "best peer", "type", "page"))
    for f1, minus_best, page, figures, best in rows[:n]:
        print("%s%s%s %s %-22s %-14s %s" % (
            figure(f1), figure(figures["p"]), figure(figures["r"]), figure(-minus_best), best,
            page["page_type"] or page["lang"] or "", page["id"]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", metavar="FILE", help="also write all figures of all columns here")
    ap.add_argument("--pages", type=int, metavar="N", help="list the N worst pages of ours instead of the tables")
    ap.add_argument("--check", action="store_true",
                    help="say which of the demands on the text hold, after the tables; status 1 if one does not")
    ap.add_argument("bench_dir", type=pathlib.Path)
    ap.add_argument("work", type=pathlib.Path)
    ap.add_argument("ours", nargs="+")
    ap.add_argument("--sets", nargs="+", required=True)
    args = ap.parse_args()

    peers = [name for name in PEERS if (args.work / (name + ".jsonl")).exists()]
    if not peers:
        sys.exit("score_table.py: no peer's predictions in %s" % args.work)
    files = {name: [args.work / (name + ".jsonl")] for name in peers}
    if (args.work / "cv.jsonl").exists():
        files["cv"] = [args.work / "cv.jsonl"]
    files["shipped"] = args.ours
    files = {name: [str(path) for path in paths] for name, paths in files.items()}
    gold, columns = scoring.score_all(args.bench_dir, args.sets, files, args.work / "scores")
    results = scoring.summarise(args.bench_dir, gold, columns)

    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump({**{"/".join(filter(None, key)): row for key, row in results.items()},
                       "macro": scoring.macro(results)}, out, indent=1)
    if args.pages:
        print_worst(gold, columns, peers, args.pages)
        return
    print_tables(results, peers)
    print_legend(args.work, peers, columns)
    if args.check:
        sys.exit(0 if demands.report(results, peers) else 1)


if __name__ == "__main__":
    main()
