#!/usr/bin/env python3
"""What of the prompts inside articles comes out, and what of the articles does not.

    prompts.py WARCSIFT [PEER ...]  # of peer_table.py, with the settings there

prompts.jsonl holds articles in 21 languages with donation appeals, newsletters, author boxes, notices and the like
between, before and behind their paragraphs, in seven lots by writers who knew neither phrases nor models: "prompts"
are such passages, "lines" those of the article. The third lot is meant to be hard, the last four read like the
day's press. Thresholds were chosen with the first six; of each the model card gives the figure when it was read first.
What is trained or tuned on these pages makes them worthless.
"""
import json
import os
import re
import subprocess
import sys
import unicodedata

from peer_table import PEERS

PAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "prompts.jsonl")


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).replace("\u3000", " ").split())


def warcsift(program):
    def extract(markup):
        run = subprocess.run([program, "extract", "--format", "json", "-"], input=markup.encode(), check=True,
                             stdout=subprocess.PIPE)
        return json.loads(run.stdout)["text"]
    return extract


def bare(line):
    """Without what renderers put before an item."""
    return re.sub(r"^([-*•]|\d+\.)\s+", "", plain(line))


def judge(name, extract, pages):
    rows = {}
    for page in pages:
        text = plain(extract(page["html"]))
        row = rows.setdefault(page["id"].split("/")[0], [0, 0, 0, 0])
        row[0] += sum(plain(p) in text for p in page["prompts"])
        row[1] += len(page["prompts"])
        row[2] += sum(bare(line) not in text for line in page["lines"])
        row[3] += len(page["lines"])
    for lot, row in rows.items():
        print("%-20s %-7s %4d of %d prompts left, %3d of %d lines lost" % (name, lot, *row))


def main():
    with open(PAGES, encoding="utf-8") as f:
        pages = [json.loads(line) for line in f]
    judge("warcsift", warcsift(sys.argv[1]), pages)
    for name in sys.argv[2:]:
        judge("%s %s" % (name, PEERS[name].version()), lambda html: PEERS[name].text(html, None), pages)


if __name__ == "__main__":
    main()
