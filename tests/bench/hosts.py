#!/usr/bin/env python3
"""An archive in which the benchmark pages of one site share a host, and the scores of two runs over it.

    hosts.py pack BENCH_DIR OUT.warc.gz SET.dev.jsonl.xz ...
    hosts.py score BENCH_DIR WITHOUT.jsonl WITH.jsonl SET.dev.jsonl.xz ...

The address of a page is http://HOST/SET/NAME. HOST is that of its original address; zhnews has none, there the
site stands in the name; else every page is a host of its own. Scores are those of score.py, of all pages
and of those on hosts with four pages and more in the archive: the others cannot change.
"""
import argparse
import sys
import urllib.parse
from collections import Counter

MANY = 4
COLUMNS = [("F1", "F1"), ("P", "precision"), ("R", "recall"), ("bowF1", "bag")]


def host_of(page):
    if page["dataset"] == "zhnews":
        return "zhnews-%s.invalid" % page["id"].split("/", 1)[1].rsplit("-", 1)[0]
    netloc = urllib.parse.urlsplit(page["url"] or "").netloc.lower()
    return netloc.removeprefix("www.") or page["id"].replace("/", "-") + ".invalid"


def read_sets(score, paths):
    return [page for path in paths for page in score.read_jsonl(path)]


def pack(args, score):
    import to_warc
    with open(args.files[0], "wb") as out:
        for page in read_sets(score, args.files[1:]):
            body = page["html"].encode("utf-8", "replace")
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            out.write(to_warc.record("response", {
                "WARC-Target-URI": "http://%s/%s" % (host_of(page), urllib.parse.quote(page["id"], safe="/")),
                "Content-Type": "application/http; msgtype=response"}, block))


def texts_of(score, path):
    return {urllib.parse.unquote(urllib.parse.urlsplit(o["url"]).path[1:]): o["text"]
            for o in score.read_jsonl(path)}


def print_row(score, name, rows):
    without, with_ = (score.summarise([r[side] for r in rows], 1) for side in (0, 1))
    print("%-30s %5d" % (name, len(rows)), end="")
    for key, _ in COLUMNS:
        print(" %8.4f %7.4f %+8.4f" % (without[key], with_[key], with_[key] - without[key]), end="")
    print()


def compare(args, score):
    without, with_ = (texts_of(score, path) for path in args.files[:2])
    pages = [p for p in read_sets(score, args.files[2:]) if p["text"] is not None]
    hosts = Counter(map(host_of, pages))
    groups = {}
    for page in pages:
        pair = [score.score_page(page, texts.get(page["id"], "")) for texts in (without, with_)]
        many = hosts[host_of(page)] >= MANY
        for name in (page["dataset"], "all sets"):
            groups.setdefault((name, False), []).append(pair)
            if many:
                groups.setdefault((name, True), []).append(pair)
    print("%-30s pages" % "" + "".join("  %-24s" % label for _, label in COLUMNS))
    print("%-30s      " % "" + (" %8s %7s %8s" % ("without", "with", "diff")) * len(COLUMNS))
    for (name, many), rows in groups.items():
        if name != "all sets":
            print_row(score, name + (", hosts of %d pages up" % MANY if many else ""), rows)
    for many in (False, True):
        print_row(score, "all sets" + (", hosts of %d pages up" % MANY if many else ""), groups["all sets", many])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["pack", "score"])
    ap.add_argument("bench_dir")
    ap.add_argument("files", nargs="+")
    args = ap.parse_args()
    sys.path.insert(0, args.bench_dir)
    import score
    (pack if args.what == "pack" else compare)(args, score)


if __name__ == "__main__":
    main()
