#!/usr/bin/env python3
"""Compares titles and dates with the benchmark's and with those of htmldate and trafilatura.

    metadata.py [--gold DATES.json] [--disagreements N] PAGES.jsonl PEERS.jsonl OURS.jsonl

Titles are right when their words are the reference's (Unicode NFKC, case and punctuation apart). Dates are
right when the day is; "stated" and "printed": against what the page's markup states, with the markup in
place and taken away (metadata_pages.py), where a day more or less is right, too, as zones differ; "gold":
against a file of days by address, in the form of htmldate's tests/eval_default.json; "gold, or change": the
same, where a page that only tells when it was changed has that day, as in htmldate's answers.
"""
import argparse
import datetime
import hashlib
import json
import re
import unicodedata

from metadata_pages import record_id

TOOLS = ("warcsift", "htmldate", "trafilatura")


def read(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def words(title):
    return re.findall(r"\w+", unicodedata.normalize("NFKC", title or "").casefold())


def overlap(a, b):
    common = len(set(a) & set(b))
    return 2 * common / (len(set(a)) + len(set(b))) if common else 0.0


def near(day, truth, days):
    try:
        return abs(datetime.date.fromisoformat(day) - datetime.date.fromisoformat(truth)).days <= days
    except (TypeError, ValueError):
        return False


def title_table(pages, found):
    print("\ntitle                pages    exact: warcsift  trafilatura    words: warcsift  trafilatura")
    for name in sorted({p["id"].split("/")[0] for p in pages if p["title"]}) + ["all"]:
        rows = [p for p in pages if p["title"] and name in (p["id"].split("/")[0], "all")]
        cells = []
        for score in (lambda a, b: float(a == b), overlap):
            for tool in ("warcsift", "trafilatura"):
                total = sum(score(words(found[p["id"]]["title"][tool]), words(p["title"])) for p in rows)
                cells.append(total / len(rows))
        print("%-20s %5d %18.3f %12.3f %18.3f %12.3f" % (name, len(rows), *cells))


def date_table(label, rows, found, days, which="date"):
    """rows: (id, day)"""
    for tool in TOOLS:
        dates = [(found[i][which][tool], truth) for i, truth in rows]
        right = sum(near(day, truth, days) for day, truth in dates)
        none = sum(not day for day, _ in dates)
        print("%-20s %5d  %-12s %6d %7.3f %6d %6d" % (label, len(rows), tool, right, right / max(len(rows), 1),
                                                    len(rows) - right - none, none))


def date_tables(pages, found, gold):
    print("\ndate                 pages  tool          right   share  wrong   none")
    whole = [p for p in pages if "#" not in p["id"]]
    if gold:
        days = {url: entry["date"] for url, entry in json.load(open(gold, encoding="utf-8")).items()}
        rows = [(p["id"], days[p["url"]]) for p in whole if p["url"] in days]
        date_table("gold", rows, found, 0)
        date_table("gold, a day off", rows, found, 1)
        date_table("gold, or change", rows, found, 0, "either")
    date_table("stated", [(p["id"], p["stated"]) for p in whole if p["stated"]], found, 1)
    date_table("printed", [(p["id"], p["stated"]) for p in pages if "#" in p["id"]], found, 1)
    for tool in TOOLS:
        print("%-20s %5d  %-12s found on %d pages" % ("all", len(whole), tool,
                                                     sum(bool(found[p["id"]]["date"][tool]) for p in whole)))


def disagreements(pages, found, n):
    """A sample that is the same on every run: the first by hash of their names."""
    rows = [p for p in pages if "#" not in p["id"] and
            found[p["id"]]["date"]["warcsift"] != found[p["id"]]["date"]["htmldate"]]
    rows.sort(key=lambda p: hashlib.sha1(p["id"].encode()).digest())
    print("\n%d pages on which warcsift and htmldate disagree; of them:" % len(rows))
    for p in rows[:n]:
        d = found[p["id"]]["date"]
        print("%-60s %-12s %-12s %s" % (p["id"][:60], d["warcsift"], d["htmldate"], (p["url"] or "")[:90]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", help="days by address")
    ap.add_argument("--disagreements", type=int, default=0, help="name N pages where dates differ")
    ap.add_argument("pages")
    ap.add_argument("peers")
    ap.add_argument("ours")
    args = ap.parse_args()

    pages = list(read(args.pages))
    ours = {o["id"]: o for o in read(args.ours)}
    found = {}
    for peer in read(args.peers):
        our = ours.get(record_id(peer["id"]), {})
        found[peer["id"]] = {
            "title": {"warcsift": our.get("title"), "trafilatura": peer["trafilatura_title"]},
            "date": {"warcsift": (our.get("published") or "")[:10] or None, "htmldate": peer["htmldate"],
                     "trafilatura": peer["trafilatura"]}}
        either = (our.get("published") or our.get("modified") or "")[:10] or None
        found[peer["id"]]["either"] = {**found[peer["id"]]["date"], "warcsift": either}
    title_table(pages, found)
    date_tables(pages, found, args.gold)
    if args.disagreements:
        disagreements(pages, found, args.disagreements)


if __name__ == "__main__":
    main()
