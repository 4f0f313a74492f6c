"""Pages with reference text -> labels, weights and sites of the blocks that dump.c cut.

The reference sets are those of shared/bench (SET.dev.jsonl.xz), pages with planted prompts are by inject.py, pages of
widely used software by software.py; features come from C only.
"""
import hashlib
import json
import lzma
import os
import re
import urllib.parse
from collections import Counter

import numpy as np
from rapidfuzz.distance import LCSseq

import software
from words import WORD, words

PREFIX = "http://bench.invalid/"
SOFTWARE = software.SET
PLANTED = "+inject"  # at the end of the id of a page with planted prompts
SCHOOLBOOK = "schoolbook"  # set of the pages that hold nothing but prompts and reports (inject.py)

# l3s-gn1 is licensed for research only: it is evaluated, never trained on.
TRAIN_SETS = ["wcxb", "cleaneval", "cleanportaleval", "dragnet", "daniel", "zhnews", "zhweb",
              "readability", "trafilatura"]
LEARNED_SETS = TRAIN_SETS + [SOFTWARE]  # by the trees; of these the last one lends the tables its names, not its words
SCORED_SETS = ["wcxb", "cleaneval", "l3s-gn1", "dragnet", "daniel", "zhnews", "zhweb",
               "cleanportaleval"]
ALL_SETS = TRAIN_SETS + ["l3s-gn1"]


def read_set(folder, name):
    with lzma.open(os.path.join(folder, name + ".dev.jsonl.xz"), "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def read_gold(folder):
    gold = {}
    for name in ALL_SETS:
        for page in read_set(folder, name):
            page["site"] = site_of(page)
            page["html"] = None
            gold[page["id"]] = page
    return gold


def read_written(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            page = json.loads(line)
            page["html"] = None
            yield page


# --- sites: pages of one site never stand on both sides of a cross-validation ---------------------

SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"}
NOT_OWN = ("facebook.com", "twitter.com", "google.com", "w3.org", "googleapis.com", "addthis.com")
CANONICAL = re.compile(r'<link[^>]+rel=["\']?canonical["\']?[^>]*href=["\']?(https?://[^"\'> ]+)'
                       r'|property=["\']og:url["\'][^>]*content=["\'](https?://[^"\'> ]+)', re.I)
HREF = re.compile(r'href=["\']?https?://([^/"\'>: ]+)', re.I)


def domain(address):
    """Registered domain of an address, good enough without a public suffix list."""
    host = urllib.parse.urlsplit(address if "//" in address else "//" + address).netloc
    host = host.lower().split(":")[0]
    if host == "web.archive.org":
        m = re.search(r"/web/[^/]+/(?:https?://)?([^/]+)", address)
        host = m.group(1).lower() if m else host
    parts = host.split(".")
    n = 3 if len(parts) >= 3 and len(parts[-1]) == 2 and parts[-2] in SECOND_LEVEL else 2
    return ".".join(parts[-n:])


def site_of(page):
    if page["dataset"] == "zhnews":
        return "zhnews-" + page["id"].split("/", 1)[1].split("-")[0]
    if page.get("url"):
        return domain(page["url"].split("::")[-1]) or page["id"]
    m = CANONICAL.search(page["html"])
    if m:
        return domain(m.group(1) or m.group(2))
    hosts = Counter(domain(h) for h in HREF.findall(page["html"])[:400])
    for h in NOT_OWN:
        hosts.pop(h, None)
    top = hosts.most_common(1)
    return top[0][0] if top and top[0][1] >= 4 else page["id"]


GROUPS = 6  # of sites: the folds of a cross-validation, and what log-odds tables leave out


def group_of(site):
    return int(hashlib.md5(site.encode()).hexdigest(), 16) % GROUPS


# --- labels: how much of a block is in the reference text ------------------------------------------

def covered(tokens, grams3, grams2, lines):
    """Which words of a block lie in a 3-gram of the reference (short blocks: in a 2-gram, or are a line)."""
    n = len(tokens)
    hit = np.zeros(n, bool)
    for k in range(n - 2):
        if (tokens[k], tokens[k + 1], tokens[k + 2]) in grams3:
            hit[k:k + 3] = True
    if n < 3 and (tuple(tokens) in lines or (n == 2 and tuple(tokens) in grams2)):
        hit[:] = True
    return hit


def aligned(flat, other):
    """Runs of words that two lists have in common, in order: (first of the one, first of the other, how many)."""
    ids = {}
    a = [ids.setdefault(w, len(ids)) for w in flat]
    b = [ids.setdefault(w, len(ids)) for w in other]
    for m in LCSseq.editops(a, b).as_matching_blocks():
        yield m.a, m.b, m.size


def in_order(flat, gold):
    """Which words of the page are aligned with the reference."""
    hit = np.zeros(len(flat), bool)
    for at, _, n in aligned(flat, gold):
        hit[at:at + n] = True
    return hit


def text_labels(blocks, text):
    gold = [w.lower() for w in words(text)]
    if not gold:
        return np.zeros(len(blocks), np.float32)
    grams3 = set(zip(gold, gold[1:], gold[2:]))
    grams2 = set(zip(gold, gold[1:]))
    lines = {tuple(w.lower() for w in words(line)) for line in text.split("\n")}
    hits = [covered(t, grams3, grams2, lines) for t in blocks]
    flat = [w for t in blocks for w in t]
    hit = np.concatenate(hits) if hits else np.zeros(0, bool)
    if len(flat) * len(gold) < 6e8:
        ordered = in_order(flat, gold) & hit
        # references in another order than the page (a few): order says nothing there
        if ordered.sum() >= 0.85 * min(len(gold), hit.sum()):
            hit = ordered
    ends = np.cumsum([len(t) for t in blocks])
    return np.array([hit[e - len(t):e].mean() if t else 0 for t, e in zip(blocks, ends)], np.float32)


def squash(text):
    return " ".join(text.split()).casefold()


def snippet_labels(texts, wanted, unwanted):
    """1 and 0 where the snippets tell, -1 elsewhere."""
    wanted, unwanted = [squash(s) for s in wanted or []], [squash(s) for s in unwanted or []]
    y = np.full(len(texts), -1, np.float32)
    for i, text in enumerate(map(squash, texts)):
        if any(s in text for s in wanted) or (len(text) >= 20 and any(text in s for s in wanted)):
            y[i] = 1
        elif any(s in text for s in unwanted) or (len(text) >= 8 and any(text in s for s in unwanted)):
            y[i] = 0
    return y


def marked_labels(blocks, page):
    """Share of the words of a block that are marked as text; -1 where most of them are marked as either."""
    flat = [w for t in blocks for w in t]
    label = np.full(len(flat), -1, np.float32)
    for at, marked, n in aligned(flat, page["words"]):
        label[at:at + n] = page["labels"][marked:marked + n]
    y, at = np.full(len(blocks), -1, np.float32), 0
    for i, t in enumerate(blocks):
        known = label[at:at + len(t)]
        known, at = known[known >= 0], at + len(t)
        if len(known) and 2 * len(known) >= len(t):
            y[i] = known.mean()
    return y


# --- pages ------------------------------------------------------------------------------------------

class Page:
    """Blocks of one page: y (labels, -1 unknown), w (words), texts, tokens."""


def labels_of(stem, pages):
    """Labels of all blocks, kept beside the dump: aligning the texts takes a minute."""
    path, key = stem + ".labels.npz", hashlib.sha256()
    for name in (stem + ".jsonl", __file__):
        with open(name, "rb") as f:
            key.update(f.read())
    if os.path.exists(path):
        kept = np.load(path)
        if str(kept["key"]) == key.hexdigest():
            return kept["y"]
    rows = []
    for p in pages:
        if p.set == SOFTWARE:
            rows.append(marked_labels([[w.lower() for w in t] for t in p.tokens], p.gold))
        elif p.gold["text"] is not None:
            rows.append(text_labels([[w.lower() for w in t] for t in p.tokens], p.gold["text"]))
        else:
            rows.append(snippet_labels(p.texts, p.gold["with"], p.gold["without"]))
    y = np.concatenate(rows)
    np.savez(path, key=key.hexdigest(), y=y)
    return y


def load(stem, folder, *more):
    """Pages in the order of the dump. more: files that inject.py and software.py wrote, whose pages are in it, too."""
    gold = read_gold(folder)
    for page in (page for path in more for page in read_written(path)):
        if "site" not in page:  # planted into another one
            page["site"] = gold[page["id"].removesuffix(PLANTED)]["site"]
        gold[page["id"]] = page
    pages = []
    with open(stem + ".jsonl", encoding="utf-8") as f:
        for line in f:
            o = json.loads(line)
            p = Page()
            p.url = o["url"]
            p.id = urllib.parse.unquote(o["url"][len(PREFIX):])
            p.planted = p.id.endswith(PLANTED)
            p.gold = gold[p.id]
            p.set, p.site = p.gold["dataset"], p.gold["site"]
            p.group = group_of(p.site)
            p.texts = o["blocks"]
            p.tokens = [words(t) for t in p.texts]
            p.w = np.array([len(t) for t in p.tokens], np.float32)
            pages.append(p)
    y, at = labels_of(stem, pages), 0
    for p in pages:
        p.y, at = y[at:at + len(p.texts)], at + len(p.texts)
    return pages


def weights(page, pages_of_set):
    """A page counts by its reference, a set by the root of its pages: large pages and sets do not rule."""
    total = len(words(page.gold["text"] or "")) or float(page.w[page.y >= 0].sum()) or 1.0
    return np.maximum(page.w, 1) / max(total, 50.0) / max(pages_of_set, 1) ** 0.5
