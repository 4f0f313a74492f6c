#!/usr/bin/env python3
"""Pages by other writers: what comes out of them that is none of the text, and what of the text does not.

    unseen.py PAGES.jsonl WARCSIFT [PEER ...]  # of peer_table.py, with the settings there

They knew neither phrases nor models. "lines" are those of the text.
prompts.jsonl: articles in 26 languages with donation appeals, newsletters, author boxes, notices and the like between,
before and behind their paragraphs, "prompts", in ten lots. The third is meant to be hard, the fourth to eighth read
like the day's press, the ninth is of sites of many kinds, the last of small ones that speak as they please. Thresholds
were chosen with the first six, one rule after the eighth was read, on which pages words are asked for and some phrases
after the ninth; of each the model card gives the figure when it was read first.
kinds.jsonl: threads, questions, shops, listings, documentation, recipes, laws, tables, poems and more in eleven languages,
as heavy sites deliver them; "junk" is what stands around the text and in the middle of it.
What is trained or tuned on these pages makes them worthless.
"""
import json
import re
import subprocess
import sys
import unicodedata

from peer_table import PEERS

WHOLE = 40  # characters of a line that says what it says within another one, too


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


def parts(text):
    """Lines and cells."""
    return {f(part) for part in re.split(r"[\n\t]", text) for f in (plain, bare)}


def judge(name, extract, pages):
    rows = {}
    for page in pages:
        extracted = extract(page["html"])
        text, shown = plain(extracted), parts(extracted)
        kind = "prompts" if "prompts" in page else "junk"
        row = rows.setdefault((page["id"].split("/")[0], kind), [0, 0, 0, 0])
        row[0] += sum(plain(x) in shown or (len(x) > WHOLE and plain(x) in text) for x in page[kind])
        row[1] += len(page[kind])
        row[2] += sum(bare(line) not in text for line in page["lines"])
        row[3] += len(page["lines"])
    for (lot, kind), row in rows.items():
        print("%-20s %-7s %4d of %4d %s left, %3d of %d lines lost" % (name, lot, *row[:2], kind, *row[2:]))


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        pages = [json.loads(line) for line in f]
    judge("warcsift", warcsift(sys.argv[2]), pages)
    for name in sys.argv[3:]:
        judge("%s %s" % (name, PEERS[name].version()), lambda html: PEERS[name].text(html, None), pages)


if __name__ == "__main__":
    main()
