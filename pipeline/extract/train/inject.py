#!/usr/bin/env python3
"""Pages with planted appeals: what publishers print between the paragraphs of an article.

    inject.py DUMP GOLD_FOLDER OUT.jsonl

In the reference sets nearly everything that stands as plain <p> in the article's container is text, so a model
learns to believe the container whatever the words say. Here prompts, taken from the boilerplate of other sites
or written by appeals.py in the language of the page, are put before, between and after the paragraphs of
articles, in the shape of their neighbours or in a box that tells nothing. The reference of the page does not
change, so they are boilerplate. So that words like "donation" do not condemn a paragraph by themselves, news
paragraphs about the same matters are planted as well, and added to the reference. Donors, sentences and pages of
one group of sites stay together: neither a fold of the cross-validation nor the log-odds a page is trained with
know its sentences. Output: objects as in the sets, with ids SET/NAME+inject, for to_warc.py
and data.load(). Everything is drawn from the page's id: a page is always planted alike.
"""
import html
import json
import random
import re
import sys

import appeals
import data
from appeals import between, pick

PAGES = 1900
PROMPT = re.compile(
    r"subscri(be|ption)|newsletter|sign ?up|donat(e|ion)s?\b|tax.deductible|support (us|our|independent)|"
    r"become a member|log ?in\b|sign in|register (now|to|for|here|today)|(be|your|and) registered|"
    r"(use|uses|our|accept|these) cookies|cookie (policy|settings)|republish|creative commons|follow us|"
    r"your (email|e-mail|inbox)|download (the|our) app|our app\b|about the author|"
    r"(enable|turn on|activate|have|need|without|requires?|allow) javascript|javascript (is|must|enabled)|"
    r"(your|this|modern|supported) browser|advertise with|advertisement|affiliate (link|commission|program)|"
    r"(earn|receive|paid) an? [a-z ]*commission|all rights reserved|(written|without|prior) [a-z ]*permission|"
    r"contact us|email us|news tip|read more|also read|our podcast|on whatsapp|on telegram|"
    r"is a (writer|reporter|freelance|journalist|staff)|comment policy|comments are|"
    r"abonnieren|anmelden|ihre? spende|unterstützen sie|ihr(en)? browser|datenschutz|lesen sie (auch|mehr)|"
    r"nutzungsbeding|folgen sie|inscri(vez|re)|suivez|soutenez|faire un don|votre navigateur|lire aussi|"
    r"suscr[ií]b|s[ií]guenos|lee también|derechos reservados|iscriviti|leggi anche|assine\b|leia também|"
    r"nieuwsbrief|lees ook|zapisz się|prenumer|czytaj (też|także)|ciastecz|zaloguj|"
    r"подпи[сш]|читайте (также|нас)|войдите|зарегистрируй|перепечат|права защищены|"
    r"εγγραφείτε|διαβάστε|ακολουθήστε|αναδημοσ|"
    r"关注我|订阅|登录|扫一扫|扫描|转载|版权|投稿|客户端|声明|免责", re.I)
PARAGRAPH = re.compile(r"<p(\s[^<>]*)?>(.*?)</p\s*>", re.I | re.S)
ID = re.compile(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.I)
TAG = re.compile(r"<[^>]*>")
PLAIN_CLASSES = ["", "", "", ' class="box-2"', ' class="css-1k9x3d"', ' class="c-block"', ' class="wrap"',
                 ' class="row-inner"', ' style="margin: 2em 0"', ' class="inner"', ' id="d7"']


class Place:
    """The end of a paragraph of the article, its attributes, and where its text ends in the reference."""

    def __init__(self, start, end, attributes, in_text):
        self.start, self.end, self.in_text = start, end, in_text
        self.attributes = ID.sub("", attributes or "")


def donors(pages):
    """Boilerplate prompts by group of sites and language: [(site, text)]."""
    found = {}
    for p in pages:
        if p.set not in data.TRAIN_SETS:
            continue
        for text, y, w in zip(p.texts, p.y, p.w):
            if 0 <= y < 0.1 and 8 <= w <= 90 and PROMPT.search(text):
                key = p.group, appeals.language_of(text)
                found.setdefault(key, {}).setdefault(text, p.site)
    return {k: sorted((site, text) for text, site in d.items()) for k, d in found.items()}


def ends_in_reference(text):
    """Where every run of five words ends in a reference text."""
    spans = [(m.group().lower(), m.end()) for m in data.WORD.finditer(text)]
    ends = {}
    for k in range(len(spans) - 4):
        ends.setdefault(tuple(w for w, _ in spans[k:k + 5]), spans[k + 4][1])
    return ends


def places(page):
    """Paragraphs that belong to the text, in order."""
    ends = ends_in_reference(page["text"] or "")
    wanted = [data.squash(s) for s in page["with"] or []]
    gold = [w.lower() for w in data.words(page["text"] or "")]
    grams = set(zip(gold, gold[1:], gold[2:]))
    found = []
    for m in PARAGRAPH.finditer(page["html"]):
        inner = html.unescape(TAG.sub(" ", m.group(2)))
        w = [x.lower() for x in data.words(inner)]
        g = list(zip(w, w[1:], w[2:]))
        if len(w) < 12:
            continue
        if page["text"]:
            inside = sum(x in grams for x in g) >= 0.9 * len(g) and tuple(w[-5:]) in ends
        else:
            inside = any(s in data.squash(inner) for s in wanted)
        if inside:
            found.append(Place(m.start(), m.end(), m.group(1), ends.get(tuple(w[-5:]))))
    return found


# --- markup -----------------------------------------------------------------------------------------

def linked(rng, text):
    """Some prompts are a link, more have one."""
    draw = rng.random()
    words = html.escape(text).split(" ")
    if draw < 0.05:
        return '<a href="/page">%s</a>' % " ".join(words)
    if draw < 0.4 and len(words) >= 6:
        n = between(rng, 2, 5)
        at = between(rng, 0, len(words) - n)
        words[at] = '<a href="/page">' + words[at]
        words[at + n - 1] += "</a>"
    return " ".join(words)


def paragraph(rng, text, attributes, dress=None):
    inner = linked(rng, text)
    if dress:
        inner = "<%s>%s</%s>" % (dress, inner, dress)
    return "<p%s>%s</p>" % (attributes, inner)


def heading(rng, text, attributes):
    tag = pick(rng, ["h2", "h3", "h3", "h4", "p", "strong"])
    if tag in ("p", "strong"):
        return "<p%s><strong>%s</strong></p>" % (attributes, html.escape(text))
    return "<%s>%s</%s>" % (tag, html.escape(text), tag)


def box(rng, writer, texts, attributes, headed):
    """Markup of one prompt: bare among the paragraphs, between rules, or in a box without telling names."""
    dress = pick(rng, ["em", "strong", "i", "b", "small"]) if rng.random() < 0.2 else None
    own = attributes if rng.random() < 0.75 else ""
    parts = [paragraph(rng, t, own, dress) for t in texts]
    if rng.random() < headed:
        parts.insert(0, heading(rng, writer.heading(), own))
    if len(texts) > 1 and rng.random() < 0.35:
        parts.append(paragraph(rng, writer.signature(), own, dress))
    if rng.random() < 0.15:
        parts.insert(0, "<hr>")
    if rng.random() < 0.15:
        parts.append("<hr>")
    inside = "".join(parts)
    draw = rng.random()
    if draw < 0.55:
        return inside
    tag = "div" if draw < 0.8 else "section" if draw < 0.86 else "aside" if draw < 0.92 else "blockquote"
    return "<%s%s>%s</%s>" % (tag, pick(rng, PLAIN_CLASSES), inside, tag)


# --- planting ---------------------------------------------------------------------------------------

class Planter:
    """One page: what is planted where, and what becomes of its reference."""

    def __init__(self, page, found, writer, prompts, rng):
        self.page, self.found, self.writer, self.prompts, self.rng = page, found, writer, prompts, rng
        self.into_html, self.into_text = [], []  # (offset, what)
        self.wanted, self.unwanted = list(page["with"] or []), list(page["without"] or [])

    def prompt_texts(self, least=1):
        if self.prompts and self.rng.random() < 0.35:
            n = between(self.rng, least, 4)
            return [pick(self.rng, self.prompts) for _ in range(n)]
        return self.writer.prompt(least)

    def add_prompt(self, offset, near, texts, headed):
        if not texts:
            return
        self.into_html.append((offset, box(self.rng, self.writer, texts, near.attributes, headed)))
        self.unwanted += texts

    def add_prompts(self, free):
        draw = self.rng.random()
        places = between(self.rng, 1, 3)
        if draw < 0.35 and self.page["text"]:
            last = self.found[-1]
            self.add_prompt(last.end, last, self.prompt_texts(2), 0.7)
            places -= 1
        elif draw < 0.45:
            first = self.found[0]
            self.add_prompt(first.start, first, self.prompt_texts(), 0.3)
            places -= 1
        for place in free[:places]:
            self.add_prompt(place.end, place, self.prompt_texts(), 0.4)
        return free[places:]

    def add_reports(self, free):
        for place in free[:between(self.rng, 1, 3)]:
            texts = self.writer.reports(between(self.rng, 1, 2))
            markup = "".join(paragraph(self.rng, t, place.attributes) for t in texts)
            self.into_html.append((place.end, markup))
            self.wanted += texts
            if place.in_text is not None:
                self.into_text.append((place.in_text, "\n\n" + "\n\n".join(texts) + "\n\n"))

    def plant(self):
        order = sorted((self.rng.random(), k) for k in range(len(self.found) - 1))
        free = [self.found[k] for _, k in order]
        draw = self.rng.random()
        if draw < 0.85:
            free = self.add_prompts(free)
        if draw > 0.6:
            self.add_reports(free)
        if not self.into_html:
            return None
        page = dict(self.page, id=self.page["id"] + data.PLANTED, html=spliced(self.page["html"], self.into_html))
        if page["text"]:
            page["text"] = spliced(page["text"], [(past_line(page["text"], k), s) for k, s in self.into_text])
        else:
            page["with"], page["without"] = self.wanted, self.unwanted
        return page


def past_line(text, offset):
    """Behind the closing marks of a sentence that ends at offset."""
    return re.compile(r"[^\w\n]*").match(text, offset).end()


def spliced(text, insertions):
    for offset, what in sorted(insertions, reverse=True):
        text = text[:offset] + what + text[offset:]
    return text


def planted(page, by_key):
    site = data.site_of(page)
    group = data.group_of(site)
    found = places(page)
    if len(found) < (4 if page["text"] else 2):
        return None
    rng = random.Random(page["id"])
    language = appeals.language_of(page["text"] or " ".join(page["with"]))
    writer = appeals.Writer(rng, language, group, data.GROUPS)
    prompts = [t for s, t in by_key.get((group, language), []) if s != site]
    return language, Planter(page, found, writer, prompts, rng).plant()


# --- what is known of languages without pages ---------------------------------------------------------

SCHOOLBOOK_PAGES = 4  # by language and group of sites


def schoolbook_site(language, group):
    """A name that falls into the group."""
    k = 0
    while data.group_of("schoolbook-%s-%d" % (language, k)) != group:
        k += 1
    return "schoolbook-%s-%d" % (language, k)


def schoolbook_page(language, group, number):
    """As many words of prompts as of reports, nothing else: for the tables of words, not for the trees."""
    site = schoolbook_site(language, group)
    rng = random.Random("%s/%d" % (site, number))
    prompts, reports = appeals.Writer(rng, language, group, data.GROUPS).both(3000)
    markup = "".join("<p>%s</p>" % html.escape(t) for pair in zip(reports, prompts) for t in pair)
    rest = reports[len(prompts):] + prompts[len(reports):]
    markup += "".join("<p>%s</p>" % html.escape(t) for t in rest)
    return {"id": "%s/%s-%d%s" % (data.SCHOOLBOOK, site, number, data.PLANTED), "dataset": data.SCHOOLBOOK,
            "site": site, "url": None, "title": None, "html": "<html><body>%s</body></html>" % markup,
            "text": None, "with": reports, "without": prompts, "lang": language, "encoding": "utf-8"}


def schoolbook():
    return [schoolbook_page(language, group, k) for language in sorted(appeals.LANGUAGES)
            for group in range(data.GROUPS) for k in range(SCHOOLBOOK_PAGES)]


def main():
    dump, folder, out = sys.argv[1:]
    pages = data.load(dump, folder)
    by_key = donors(pages)
    known = {p.id for p in pages}
    sources = [o for name in data.TRAIN_SETS for o in data.read_set(folder, name)
               if o["id"] in known and (o["text"] or o["with"])]
    done = [r for r in (planted(o, by_key) for o in sources) if r and r[1]]
    # all that is not English, of the rest as many as there is room for
    order = sorted((r[0] == "en", random.Random(r[1]["id"]).random(), k) for k, r in enumerate(done))
    chosen = sorted(k for _, _, k in order[:PAGES])
    with open(out, "w", encoding="utf-8") as f:
        for k in chosen:
            f.write(json.dumps(done[k][1]) + "\n")
        for page in schoolbook():
            f.write(json.dumps(page) + "\n")
    counts = appeals.Counter(done[k][0] for k in chosen)
    print("%d pages of %d, %s; %d donors" % (len(chosen), len(done), dict(counts.most_common()),
                                             sum(map(len, by_key.values()))), file=sys.stderr)


if __name__ == "__main__":
    main()
