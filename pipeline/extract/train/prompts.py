#!/usr/bin/env python3
"""What prompts are made of: the linear model of words that prompt_words.h describes.

    prompts.py write OUT.jsonl       # pages of prompts and of paragraphs of articles, for to_warc.py
    prompts.py fit WORK GOLD_FOLDER  # -> WORK/prompt_tables.c; in WORK/foldN without what fold N is tested on

prompts/LANG.txt holds paragraphs written for this purpose, in sections by kind: prompts of many kinds; [report],
what articles say of subscriptions, gifts, authors and the like; [article], other paragraphs. prompts/later/ has more,
for these tables alone: pages (software.py) are drawn from the others, so that they stay as they are. With them go sentences
of appeals/ (appeals.py), and of the pages of the reference sets paragraphs of articles and what is left out of
them and reads like a prompt. WORK holds pages.warc.gz and written.warc.gz, what `dump tokens` and `dump prompts`
made of them.
"""
import argparse
import html
import json
import os
import random
import sys

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

import appeals
import c_tables
import data
from inject import PROMPT

LATER = os.path.join(appeals.PARAGRAPHS, "later")
BITS, ROW, UNIT = 17, 2, 16  # as in prompt_words.h

GENERATED_CHARS = 6000       # of prompts of a language and group of sites that are made from appeals/
GENERATED_WEIGHT = 1.0
WRITTEN_WEIGHT = 2.0
ARTICLE_BLOCKS = 40          # of one page of the reference sets
ARTICLE_WEIGHT = 0.6         # most of them are in English, which is to be judged as other languages are
LEAST_PARAGRAPHS = 3         # that have a token which says anything
C = 6.0                      # of the regression: the less, the more even are its weights, ...
RARE = 0.4                   # ... and the more, the less is what few paragraphs have held back


# --- paragraphs ---------------------------------------------------------------------------------------

def written(kinds, group):
    """(prompts, paragraphs of articles) of one group of sites."""
    prompts = [t for key, lines in kinds.items() if key not in appeals.ARTICLE for t in lines[group::data.GROUPS]]
    return prompts, [t for key in appeals.ARTICLE for t in kinds.get(key, [])[group::data.GROUPS]]


def generated(language, group):
    writer = appeals.Writer(random.Random("%s-%d" % (language, group)), language, group, data.GROUPS)
    return writer.both(GENERATED_CHARS)


def page(kind, language, group, label, texts):
    markup = "".join("<p>%s</p>" % html.escape(t) for t in texts)
    return {"id": "/".join((kind, language, str(group), str(label))), "dataset": "prompts", "url": None, "title": None,
            "html": "<html><body>%s</body></html>" % markup, "encoding": "utf-8"}


def all_written():
    languages = appeals.read_sections(appeals.PARAGRAPHS)
    for language, later in appeals.read_sections(LATER).items():
        for key, lines in later.items():
            languages[language][key] += lines
    return languages


def pages_written():
    """In the order in which they are read again: kind, language, group, label."""
    for kind, languages in (("written", all_written()), ("generated", appeals.LANGUAGES)):
        for language in sorted(languages):
            for group in range(data.GROUPS):
                texts = written(languages[language], group) if kind == "written" else generated(language, group)
                for label in (0, 1):
                    yield page(kind, language, group, label, texts[label])


# --- rows: tokens of a paragraph, 1 for one of an article, weight, group of sites -----------------------

class Rows:
    def __init__(self):
        self.tokens, self.label, self.weight, self.group = [], [], [], []

    def add(self, tokens, label, weight, group):
        self.tokens.append(tokens)
        self.label.append(label)
        self.weight.append(weight)
        self.group.append(group)

    def add_written(self, path):
        """Prompts and articles of a language weigh the same: otherwise the language itself would tell."""
        blocks = read_tokens(path)
        for prompts in pages_written():
            kind, _, group, label = prompts["id"].split("/")
            if label == "1":
                continue
            both = next(blocks), next(blocks)
            weight = WRITTEN_WEIGHT if kind == "written" else GENERATED_WEIGHT
            for label, texts in enumerate(both):
                for tokens in texts:
                    self.add(tokens, label, weight * (len(both[0]) / len(texts) if label else 1), int(group))

    def add_pages(self, path, pages):
        seen = set()  # what is left out: sites repeat it
        for p, texts in zip(pages, read_tokens(path)):
            if p.set not in data.TRAIN_SETS:
                continue
            content = np.flatnonzero((p.y > 0.9) & (p.w >= 4))
            for i in content[::max(1, len(content) // ARTICLE_BLOCKS)][:ARTICLE_BLOCKS]:
                self.add(texts[i], 1, ARTICLE_WEIGHT, p.group)
            for i in np.flatnonzero((p.y >= 0) & (p.y < 0.1) & (p.w >= 8) & (p.w <= 90)):
                if PROMPT.search(p.texts[i]) and (p.site, p.texts[i]) not in seen:
                    seen.add((p.site, p.texts[i]))
                    self.add(texts[i], 0, 1.0, p.group)


def read_tokens(path):
    """Of each page the tokens of its blocks."""
    raw, at = np.fromfile(path, "<u4"), 0
    while at < len(raw):
        blocks, at = int(raw[at]), at + 1
        texts = []
        for _ in range(blocks):
            n = int(raw[at])
            texts.append(raw[at + 1:at + 1 + n])
            at += 1 + n
        yield texts


# --- the model ------------------------------------------------------------------------------------------

def counts(tokens):
    """(tokens that several paragraphs have, how often each paragraph has them by the root of its length)"""
    n = np.array([len(t) for t in tokens])
    known, column = np.unique(np.concatenate(tokens), return_inverse=True)
    X = csr_matrix((np.repeat(1 / np.sqrt(np.maximum(n, 1)), n), (np.repeat(np.arange(len(n)), n), column)),
                   shape=(len(n), len(known)))
    kept = np.bincount(X.indices, minlength=len(known)) >= LEAST_PARAGRAPHS
    return known[kept], X[:, kept]


def fit(rows, without=None):
    """Entries of the table, from all rows but those of one group."""
    used = [i for i, group in enumerate(rows.group) if group != without]
    known, X = counts([rows.tokens[i] for i in used])
    paragraphs = np.bincount(X.indices, minlength=len(known))
    freedom = (paragraphs / LEAST_PARAGRAPHS) ** -RARE
    model = LogisticRegression(C=C, solver="liblinear", tol=1e-3)
    with threadpool_limits(1):  # sums in one order, whatever the machine
        model.fit(X @ diags(freedom), np.array(rows.label)[used], sample_weight=np.array(rows.weight)[used])
    return hashed(known, model.coef_[0] * freedom, paragraphs)


def hashed(tokens, odds, paragraphs):
    """Of the tokens that share a row, those that say most find room; of those that look the same, one."""
    order = np.argsort(-np.abs(odds) * np.sqrt(paragraphs), kind="stable")
    tokens, odds = tokens[order].astype(np.int64), odds[order]
    row, mark = tokens >> (32 - BITS), tokens & 0xff
    first = np.sort(np.unique(row << 8 | mark, return_index=True)[1])
    row, entry = row[first], mark[first] << 8 | np.clip(np.rint(odds[first] * UNIT), -127, 127).astype(np.int64) & 0xff
    table = np.zeros((1 << BITS, ROW), np.uint16)
    by_row = np.argsort(row, kind="stable")
    place = np.arange(len(row)) - np.searchsorted(row[by_row], row[by_row])
    kept = by_row[place < ROW]
    table[row[kept], place[place < ROW]] = entry[kept]
    return table


def write_table(folder, table):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "prompt_tables.c"), "w") as f:
        f.write(c_tables.prompt_source(table))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["write", "fit"])
    ap.add_argument("path")
    ap.add_argument("gold", nargs="?")
    args = ap.parse_args()
    if args.what == "write":
        with open(args.path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(p) + "\n" for p in pages_written())
        return
    rows = Rows()
    rows.add_written(os.path.join(args.path, "written.prompts"))
    rows.add_pages(os.path.join(args.path, "pages.prompts"), data.load(os.path.join(args.path, "pages"), args.gold))
    write_table(args.path, fit(rows))
    for group in range(data.GROUPS):
        write_table(os.path.join(args.path, "fold%d" % group), fit(rows, group))


if __name__ == "__main__":
    sys.exit(main())
