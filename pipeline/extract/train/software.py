#!/usr/bin/env python3
"""Pages as widely used software writes them, of patterns that say what of them is the text.

    software.py write OUT.jsonl [FILE...] # pages drawn from patterns, all of software/, for to_warc.py and data.load()
    software.py check FILE...             # what is wrong with patterns, and how many words of each label one page has

A pattern is a page in which comments mark its text, <!--text--> ... <!--/text-->, and what may or may not count as
text, <!--any-->; <!--junk--> lies within one of these, and outside of them all is junk. The innermost mark counts.
Drawn anew for each page: {{p}}, a paragraph of an article in the page's language (prompts/); {{t}}, a title, which is
the beginning of one; {{n 3-25}}, a number; {{one|another}}; {{repeat 2-9}} ... {{end}}; {{maybe 40}} ... {{end}}, in
40 of 100 pages. The first line says language, kind of page and software. Everything is drawn from the name of the
pattern: a page is always the same.
"""
import glob
import html
import json
import os
import random
import re
import sys

import appeals
from words import words

PATTERNS = os.path.join(appeals.HERE, "software")
SET = "software"
PAGES = 3  # of a pattern

KINDS = "article|documentation|service|forum|product|listing|collection"
HEAD = re.compile(r"<!-- lang: (\w\w); kind: (%s); software: [^;]+; -->\n" % KINDS)
PART = re.compile(r"<!--(?P<end>/?)(?P<mark>text|any|junk)-->|\{\{(?P<draw>[^{}]*)\}\}")
NUMBERS = re.compile(r"(n|repeat) (\d+)-(\d+)$|(maybe) (\d+)$")
SENTENCE_END = re.compile("[.!?,;:。！？，、：؟।]")
# What holds none of the words that the program sees.
WITHOUT_WORDS = re.compile(r"<!--.*?-->|<(script|style|svg|noscript|template|select|textarea|head)\b.*?</\1\s*>"
                           r"|<[^>]*>", re.I | re.S)
MARK = {"junk": "\ue000", "any": "\ue001", "text": "\ue002"}
LABEL = {MARK["junk"]: 0, MARK["any"]: -1, MARK["text"]: 1}


class Fault(Exception):
    """Of a pattern."""


def parse(pattern):
    """Nested lists of text, ("mark", name), ("end", name), ("p",), ("t",), ("n", least, most), ("one", choices),
    ("repeat", least, most, parts) and ("maybe", percent, parts)."""
    open_parts, heads, at = [[]], [], 0
    for m in PART.finditer(pattern):
        open_parts[-1].append(pattern[at:m.start()])
        at = m.end()
        if m["mark"]:
            open_parts[-1].append(("end", m["mark"]) if m["end"] else ("mark", m["mark"]))
            continue
        order = m["draw"].strip()
        numbers = NUMBERS.match(order)
        if order in ("p", "t"):
            open_parts[-1].append((order,))
        elif numbers and numbers[1] == "n":
            open_parts[-1].append(("n", int(numbers[2]), int(numbers[3])))
        elif numbers:
            heads.append((numbers[1], int(numbers[2]), int(numbers[3])) if numbers[1] else ("maybe", int(numbers[5])))
            open_parts.append([])
        elif order == "end" and heads:
            inside = open_parts.pop()
            open_parts[-1].append(heads.pop() + (inside,))
        elif "|" in order:
            open_parts[-1].append(("one", m["draw"].split("|")))
        else:
            raise Fault("what is {{%s}}?" % order)
    if heads:
        raise Fault("{{%s}} has no {{end}}" % heads[-1][0])
    return open_parts[0] + [pattern[at:]]


def title(rng, paragraphs):
    beginning = SENTENCE_END.split(appeals.pick(rng, paragraphs))[0].strip()
    parts = beginning.split(" ")
    if len(parts) < 3:  # of a language that has no blanks between them
        return beginning[:appeals.between(rng, 8, 18)]
    return " ".join(parts[:appeals.between(rng, 4, 10)])


def draw(rng, parts, paragraphs, out):
    """Appends text and marks."""
    for part in parts:
        if isinstance(part, str) or part[0] in ("mark", "end"):
            out.append(part)
        elif part[0] == "p":
            out.append(html.escape(appeals.pick(rng, paragraphs), quote=False))
        elif part[0] == "t":
            out.append(html.escape(title(rng, paragraphs)))
        elif part[0] == "n":
            out.append(str(appeals.between(rng, part[1], part[2])))
        elif part[0] == "one":
            out.append(appeals.pick(rng, part[1]))
        elif part[0] == "repeat":
            for _ in range(appeals.between(rng, part[1], part[2])):
                draw(rng, part[3], paragraphs, out)
        elif 100 * rng.random() < part[1]:
            draw(rng, part[2], paragraphs, out)


def labelled(parts):
    """Page, its words, and 1, 0 or -1 (unknown) for each."""
    marks, marked = ["junk"], [MARK["junk"]]
    for part in parts:
        if isinstance(part, str):
            marked.append(part)
            continue
        if part[0] == "mark":
            marks.append(part[1])
        elif len(marks) < 2 or marks.pop() != part[1]:
            raise Fault("<!--/%s--> closes nothing" % part[1])
        marked.append(MARK[marks[-1]])
    if len(marks) > 1:
        raise Fault("<!--%s--> is not closed" % marks[-1])
    found, labels, label = [], [], 0
    for piece in re.split("([\ue000-\ue002])", html.unescape(without_tags("".join(marked)))):
        if piece in LABEL:
            label = LABEL[piece]
            continue
        new = words(piece.lower())
        found += new
        labels += [label] * len(new)
    return "".join(part for part in parts if isinstance(part, str)), found, labels


def without_tags(marked):
    """Marks stay, even those that stand in what is left out."""
    return WITHOUT_WORDS.sub(lambda m: " " + re.sub("[^\ue000-\ue002]", "", m.group()), marked)


def pages_of(path, paragraphs):
    with open(path, encoding="utf-8") as f:
        pattern = f.read()
    head = HEAD.match(pattern)
    if not head or head[1] not in paragraphs:
        raise Fault("the first line does not say language, kind and software")
    name = os.path.basename(path)[:-5]
    parts = parse(pattern[head.end():])
    for k in range(PAGES):
        rng, out = random.Random("%s-%d" % (name, k)), []
        draw(rng, parts, paragraphs[head[1]], out)
        page, in_order, labels = labelled(out)
        yield {"id": "%s/%s-%d" % (SET, name, k), "dataset": SET, "site": "software-" + name, "url": None,
               "title": None, "html": page, "text": None, "with": None, "without": None, "words": in_order,
               "labels": labels, "lang": head[1], "page_type": head[2], "encoding": "utf-8"}


def all_paragraphs():
    return {language: [t for key in appeals.ARTICLE for t in kinds.get(key, [])]
            for language, kinds in appeals.read_sections(appeals.PARAGRAPHS).items()}


def check(paths):
    paragraphs, faults = all_paragraphs(), 0
    for path in paths:
        try:
            page = next(pages_of(path, paragraphs))
            count = [page["labels"].count(k) for k in (1, -1, 0)]
            print("%s: %d words of text, %d of either, %d of junk" % (path, *count))
        except Fault as fault:
            faults += 1
            print("%s: %s" % (path, fault), file=sys.stderr)
    return faults > 0


def main():
    if sys.argv[1] == "check":
        return check(sys.argv[2:])
    paragraphs = all_paragraphs()
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for path in sys.argv[3:] or sorted(glob.glob(os.path.join(PATTERNS, "*.html"))):
            for page in pages_of(path, paragraphs):
                out.write(json.dumps(page) + "\n")


if __name__ == "__main__":
    sys.exit(main())
