#!/usr/bin/env python3
"""Pages with planted appeals: what publishers print between the paragraphs of an article.

    inject.py DUMP GOLD_FOLDER OUT.jsonl

In the reference sets nearly everything that stands as plain <p> in the article's container is text, so a model
learns to believe the container whatever the words say. Here prompts taken from the boilerplate of other
sites (newsletter, donation, cookies, log-in, about the author), and longer appeals of our own making, are put
between the paragraphs of articles, bare or in an unnamed div. They are not in the reference text, so they
count as boilerplate. Donors and pages of one cross-validation fold stay together. Output: objects as in the
sets, with ids SET/NAME+inject, for to_warc.py.
"""
import html
import json
import random
import re
import sys

import appeals
import data

FOLDS = 3
PAGES = 900
PROMPT = re.compile(
    r"subscri|newsletter|sign ?up|donat|tax.deductible|support (us|our|independent)|become a member|"
    r"membership|log ?in|sign in|register|cookie|republish|creative commons|follow us|your (email|inbox)|"
    r"download (the|our) app|about the author|javascript|browser|advertis|all rights reserved|"
    r"permission|abonn|anmeld|spende|suscr[ií]|inscri|suivez|s[ií]guenos|iscriviti|zapisz|"
    r"подпи|εγγραφ|关注|订阅|微信|登录|扫", re.I)
PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p\s*>", re.I | re.S)
TAG = re.compile(r"<[^>]*>")


def donors(pages):
    """Boilerplate prompts by fold: [(site, text)]."""
    found = {k: {} for k in range(FOLDS)}
    for p in pages:
        if p.set not in data.TRAIN_SETS:
            continue
        for text, y, w in zip(p.texts, p.y, p.w):
            if 0 <= y < 0.1 and 8 <= w <= 90 and PROMPT.search(text):
                found[data.fold_of(p.site, FOLDS)].setdefault(text, p.site)
    return {k: sorted((site, text) for text, site in d.items()) for k, d in found.items()}


def places(page_html, text):
    """Ends of paragraphs that belong to the reference text."""
    gold = [w.lower() for w in data.words(text)]
    grams = set(zip(gold, gold[1:], gold[2:]))
    ends = []
    for m in PARAGRAPH.finditer(page_html):
        w = [x.lower() for x in data.words(html.unescape(TAG.sub(" ", m.group(1))))]
        g = list(zip(w, w[1:], w[2:]))
        if len(w) >= 12 and sum(x in grams for x in g) >= 0.9 * len(g):
            ends.append(m.end())
    return ends


def planted(rng, prompts):
    """One piece of markup to plant: a single prompt, or a run of paragraphs, bare or in a div."""
    def p(text):
        return "<p>%s</p>" % html.escape(text)

    form = rng.random()
    if form < 0.25:
        return p(rng.choice(prompts))
    if form < 0.6:
        run = [p(s) for s in appeals.paragraphs(rng)]
    else:
        run = [p(s) for s in rng.sample(prompts, min(len(prompts), rng.randint(2, 4)))]
    if rng.random() < 0.7:
        tag = rng.choice(["h2", "h3", "h4", "p"])
        run.insert(0, "<%s>%s</%s>" % (tag, html.escape(rng.choice(appeals.HEADINGS)), tag))
    if rng.random() < 0.4:
        run.append(p(rng.choice(appeals.SIGNATURES)))
    return "".join(run) if rng.random() < 0.5 else "<div>%s</div>" % "".join(run)


def main():
    dump, folder, out = sys.argv[1:]
    with open(dump + ".names") as f:
        pages = data.load(dump, folder, f.read().split())
    by_fold = donors(pages)
    chosen = {p.id for p in pages if p.set in data.TRAIN_SETS and p.gold["text"]}
    rng = random.Random(1)
    written = 0
    with open(out, "w", encoding="utf-8") as f:
        sources = [o for name in data.TRAIN_SETS for o in data.read_set(folder, name) if o["id"] in chosen]
        rng.shuffle(sources)
        for o in sources:
            site = data.site_of(o)
            prompts = [t for s, t in by_fold[data.fold_of(site, FOLDS)] if s != site]
            ends = places(o["html"], o["text"])
            if len(ends) < 4 or not prompts:
                continue
            page = o["html"]
            for end in sorted(rng.sample(ends[:-1], rng.randint(1, 2)), reverse=True):
                page = page[:end] + planted(rng, prompts) + page[end:]
            f.write(json.dumps(dict(o, id=o["id"] + "+inject", html=page)) + "\n")
            written += 1
            if written == PAGES:
                break
    print("%d pages, %s donors" % (written, [len(d) for d in by_fold.values()]), file=sys.stderr)


if __name__ == "__main__":
    main()
