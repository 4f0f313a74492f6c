#!/usr/bin/env python3
"""Manuals of Debian's packages: pages that real generators of documentation wrote, whose main part their markup names.

    manuals.py --packages                               # their names
    manuals.py BENCH_FOLDER FOLDER WARCSIFT [PEER ...]

FOLDER/NAME holds the files of package NAME. Of each package PAGES pages, evenly out of the list of their names. What is
wanted is all text of the main part but menus, permalinks and tooltips; F1 of four words by score.py, per package.
The generators of some are among the patterns of software/, written from memory; no model has seen a page of these manuals.
The rule for tables with headings, the names of Doxygen's tooltips and the like were made after some of them were read.
"""
import os
import subprocess
import sys

import scoring
from peer_table import PEERS

PAGES = 12
BYTES = range(3000, 300000)
LEAST = 80  # words

PERMALINKS = ".//*[@class='headerlink']"
TEXINFO = ("//body", ".//*[@class='header']|.//*[contains(@class,'nav-panel')]")
SPHINX = ("//*[@role='main']|//div[@class='body']", PERMALINKS)
GTK_DOC = ("//*[contains(@class,'book') or contains(@class,'chapter') or contains(@class,'refentry')]",
           ".//table[@class='navigation']|.//*[@class='refnavi']")
DOCBOOK = ("//body", ".//*[@class='navheader']|.//*[@class='navfooter']|.//*[@class='toc']")
# Package -> the main part, and what in it is none of the text.
MANUALS = {
    "asymptote-doc": TEXINFO, "zsh-doc": TEXINFO, "r-doc-html": TEXINFO,
    "cmake-doc": SPHINX, "developers-reference": SPHINX, "python-requests-doc": SPHINX, "python3.11-doc": SPHINX,
    "python-scipy-doc": ("//*[@role='main']|//article", PERMALINKS),
    "python-django-doc": ("//*[@id='docs-content']|//div[@class='yui-g']|//*[@role='main']", PERMALINKS),
    "libglib2.0-doc": GTK_DOC,
    "debian-reference-en": DOCBOOK, "postgresql-doc-15": DOCBOOK,
    "erlang-doc": ("//*[@id='content']", ".//*[@class='footer']"),
    "git-doc": ("//*[@id='content']", None),
    "libgtk-4-doc": ("//section[@id='main']", None),
    "nodejs-doc": ("//*[@id='apicontent']", None),
    "openjdk-17-doc": ("//main", None),
    "rust-doc": ("//main", ".//*[contains(@class,'nav-wrapper')]|.//*[@id='toggle-all-docs']"),
    "sqlite3-doc": ("//body", ".//*[@class='nosearch']"),
    "haskell98-report": ("//body", None),
    "gnuplot-doc": ("//body", ".//*[@class='navigation']"),
}
SILENT = {"script", "style", "noscript", "template"}
INLINE = {"a", "abbr", "b", "bdi", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
          "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr"}


def text_of(element):
    """Its text, with line ends around all that stands on lines of its own."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return ""
    inner = [element.text or ""]
    for child in element:
        inner += [text_of(child), child.tail or ""]
    edge = "" if element.tag in INLINE else "\n"
    return edge + "".join(inner) + edge


def main_part(markup, part, without):
    """None: there is none."""
    import lxml.html # names are told without it
    found = lxml.html.fromstring(markup.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")).xpath(part)
    if not found:
        return None
    for element in found[0].xpath(without) if without else []:
        if element.getparent() is not None:
            element.drop_tree()
    return text_of(found[0])


def pages_of(folder):
    """(markup, wanted text) of all pages of a package that have enough text, as they are asked for."""
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names
                   if name.endswith((".html", ".htm")))
    files = [f for f in files if not os.path.islink(f) and os.path.getsize(f) in BYTES]
    step = max(1, len(files) // (4 * PAGES)) # some have no main part
    for path in files[::step]:
        with open(path, encoding="utf-8", errors="replace") as f:
            markup = f.read()
        wanted = main_part(markup, *MANUALS[os.path.basename(folder)])
        if wanted and len(wanted.split()) >= LEAST:
            yield markup, wanted


def warcsift(program):
    return lambda markup: subprocess.run([program, "extract", "--with-title", "-"], input=markup.encode(), check=True,
                                         stdout=subprocess.PIPE).stdout.decode()


def f1(score, extract, pages):
    scored = [score.score_page({"text": wanted}, extract(markup) or "") for markup, wanted in pages]
    return score.shingle_f1(scored)


def columns_of(program, peers):
    """Name -> extractor: ours, and peers of peer_table.py."""
    columns = {"warcsift": warcsift(program)}
    for name in peers:
        columns["%s %s" % (name, PEERS[name].version())] = lambda markup, peer=PEERS[name]: peer.text(markup, None)
    return columns


def main():
    if sys.argv[1:] == ["--packages"]:
        return print(*sorted(MANUALS), sep="\n")
    bench, folder, program, *peers = sys.argv[1:]
    score = scoring.load_score(bench)
    columns = columns_of(program, peers)
    print("| package | pages | %s |\n|---|---|%s" % (" | ".join(columns), "---|" * len(columns)))
    sums = [0] * len(columns)
    names = sorted(name for name in MANUALS if os.path.isdir(os.path.join(folder, name)))
    for name in names:
        pages = [page for page, _ in zip(pages_of(os.path.join(folder, name)), range(PAGES))]
        row = [f1(score, extract, pages) for extract in columns.values()]
        sums = [a + b for a, b in zip(sums, row)]
        print("| %s | %d | %s |" % (name, len(pages), " | ".join("%.3f" % x for x in row)), flush=True)
    print("| mean | | %s |" % " | ".join("%.3f" % (x / max(1, len(names))) for x in sums))


if __name__ == "__main__":
    main()
