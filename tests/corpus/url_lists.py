"""url_lists.py make DIR [TEXT...] - lists and an archive of addresses to hold against them, in DIR.
url_lists.py compare DIR - datatrove's URLFilter on the same, beside what warcsift wrote to DIR/out and DIR/rejects.

The lists are those that datatrove comes with: every 50th of its domains, its addresses and words. The addresses: of
domains and addresses on the lists and near them, of words, and what the files named hold (JSON lines with a "url")."""

import collections
import glob
import itertools
import json
import os
import random
import sys
import tarfile

from datatrove.utils._import_utils import ASSETS_PATH

WORDS = {"words": "banned_words.txt", "soft": "soft_banned_words.txt", "parts": "banned_subwords.txt"}


def lines_of(tar, name, step):
    member = next(m for m in tar if os.path.basename(m.name) == name)
    for line in itertools.islice(tar.extractfile(member), 0, None, step):
        yield line.decode().strip()


def near(domain):
    """Addresses of it, of hosts below it and of others that look like it."""
    yield f"http://{domain}/"
    yield f"https://www.{domain}/a/b.html"
    yield f"http://sub.{domain}/"
    yield f"http://not{domain}/"
    yield f"http://{domain}.org/"
    if domain.count(".") > 1:
        yield f"http://{domain.split('.', 1)[1]}/"


def make(directory, texts):
    choose = random.Random(1)
    with tarfile.open(glob.glob(os.path.join(ASSETS_PATH, "url_filterblacklists*"))[0]) as tar:
        domains = list(lines_of(tar, "domains", 50))
    with tarfile.open(glob.glob(os.path.join(ASSETS_PATH, "url_filterblacklists*"))[0]) as tar:
        places = list(lines_of(tar, "urls", 10))
    os.makedirs(f"{directory}/ut1/all")
    for name, entries in (("domains", domains), ("urls", places)):
        with open(f"{directory}/ut1/all/{name}", "w", encoding="utf-8") as f:
            f.writelines(entry + "\n" for entry in entries)
    words = {}
    for name, file in WORDS.items():
        with open(os.path.join(ASSETS_PATH, file), encoding="utf-8") as f, open(f"{directory}/{name}", "w", encoding="utf-8") as to:
            words[name] = [w.strip() for w in f]
            to.writelines(w + "\n" for w in words[name])
    urls = [u for d in choose.sample(domains, 1500) for u in near(d)]
    urls += [u for p in choose.sample(places, 500) for u in (f"http://{p}", f"https://www.{p}/", f"http://{p}x")]
    plain = "garden news about weather report story train music paper river".split()
    for name, some in words.items():
        for word in some:
            others = choose.sample(plain, 3) + ([word.upper()] if choose.random() < 0.1 else [word])
            if name == "soft" and choose.random() < 0.7:
                others.append(choose.choice(some))
            choose.shuffle(others)
            urls.append("http://site.example/" + "-".join(o.replace(" ", "-") for o in others) + ".html")
    for text in texts:
        with open(text, encoding="utf-8") as f:
            urls += [json.loads(line)["url"] for line in f]
    urls = [u for u in dict.fromkeys(urls) if u.isascii() and " " not in u]
    with open(f"{directory}/a.warc", "w", encoding="ascii", newline="") as f:
        for n, url in enumerate(urls):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>This page is the one of number {n}, and it has a sentence, as pages have."
            f.write(f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: {url}\r\n"
                    "WARC-Date: 2024-05-01T10:20:30Z\r\nContent-Type: application/http; msgtype=response\r\n"
                    f"Content-Length: {len(block)}\r\n\r\n{block}\r\n\r\n")


def reader(path):
    with open(path, encoding="utf-8") as f:
        return [line.strip() for line in f]


def filter_of(directory, urls):
    from datatrove.pipeline.filters import URLFilter
    from tldextract import TLDExtract

    f = URLFilter(extra_domains=reader(f"{directory}/ut1/all/domains"), extra_urls=urls, use_integrated_lists=False,
                  banned_words=reader(f"{directory}/words"), soft_banned_words=reader(f"{directory}/soft"),
                  banned_subwords=reader(f"{directory}/parts"))
    f.tldextractor = TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that it comes with
    return f


def ask(f, url):
    from datatrove.data import Document

    answer = f.filter(Document(text="", id="", metadata={"url": url}))
    return "" if answer is True else answer[1]


def why(url, ours, theirs, listed, lower):
    """What is known to differ, and is meant to."""
    host = url.split("://", 1)[1].split("/", 1)[0].lower()
    parents = {".".join(host.split(".")[i:]) for i in range(host.count(".") + 1)}
    if {ours, theirs} == {"domain", "subdomain"}:
        return "domain or subdomain: they ask the public suffix list which it is"
    if ours in ("domain", "subdomain") and parents & listed:
        return "a domain between the host and the registered one"
    if ours == "url":
        return "an address by what is below it, without scheme"
    if ours in ("hard_blacklisted", "soft_blacklisted") and lower == ours:
        return "words in any case"
    return ""


def compare(directory):
    verdicts = {}
    for name, key in (("out", None), ("rejects", "reject_reason")):
        with open(f"{directory}/{name}/a.jsonl", encoding="utf-8") as f:
            for record in map(json.loads, f):
                verdicts[record["url"]] = record[key] if key else ""
    listed = set(reader(f"{directory}/ut1/all/domains"))
    f = filter_of(directory, reader(f"{directory}/ut1/all/urls"))
    classes, reasons, same, agreed, missed = collections.Counter(), collections.Counter(), 0, 0, 0
    for url, ours in verdicts.items():
        theirs = ask(f, url)
        same += ours == theirs
        agreed += bool(ours) == bool(theirs)
        missed += bool(theirs) and not ours
        reasons[theirs or "kept"] += 1
        if ours != theirs:
            classes[why(url, ours, theirs, listed, ask(f, url.lower())) or f"not explained: {url} {ours or 'kept'}, not {theirs or 'kept'}"] += 1
    total = len(verdicts)
    print(f"# {total} addresses; of datatrove: {dict(reasons)}")
    print(f"# decisions agree on {agreed} ({agreed / total:.2%}), reasons on {same} ({same / total:.2%})")
    for name, n in classes.most_common(40):
        print(f"# {n}: {name}")
    print(f"{total} {missed} {sum(n for name, n in classes.items() if name.startswith('not explained'))}")


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3:])
else:
    compare(sys.argv[2])
