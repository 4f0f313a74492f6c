"""Quality filters beside datatrove's, and words beside spaCy's. Called by parity.t and make parity.

    parity.py archive OUT.warc [RECORDS.jsonl [N]]   documents to compare on, as WET records
    parity.py compare FOLDER                         what the program wrote of them, see parity.sh; prints a table
    parity.py texts | parity.py tokens WORDS.out     random texts, and the tokens that the program makes of them
"""

import collections
import glob
import gzip
import json
import random
import sys
import uuid

FILTERS = ["gopher-rep", "gopher", "c4", "c4-lines", "fineweb", "preset"]


# --- documents ----------------------------------------------------------------------------------


def sentence(rnd, words, n):
    return " ".join(rnd.choice(words) for _ in range(n)).capitalize() + "."


def made_up(rnd):
    """A document that is near one of the rules, or over it."""
    words = "the be to of and that have with time people water number part sound place year live back thing".split()
    words += ["".join(rnd.choice("abcdefghiklmnoprstuvw") for _ in range(rnd.randint(2, 12))) for _ in range(300)]
    lines = [sentence(rnd, words, rnd.randint(3, 20)) for _ in range(rnd.randint(1, 30))]
    again = lines[: 1 + len(lines) // rnd.randint(1, 6)]
    kind = rnd.randint(0, 23)
    gap = rnd.choice(["\n", "\n\n"])
    few = lambda: rnd.sample(range(len(lines)), max(1, len(lines) // rnd.randint(1, 12)))
    if kind == 0:
        lines += again
    elif kind == 1:
        lines = [rnd.choice(again) for _ in lines]
    elif kind == 2:
        phrase = " ".join(rnd.choice(words) for _ in range(rnd.randint(1, 11)))
        lines = [f"{phrase} {line} {phrase}" for line in lines]
    elif kind == 3:
        lines = [line.replace(" ", rnd.choice([" #", " # ", "... ", " \u2026 "]), rnd.randint(1, 9)) for line in lines]
    elif kind == 4:
        lines = [rnd.choice(["- ", "\u2022 ", "  - ", "* "]) + line for line in lines]
    elif kind == 5:
        for i in few():
            lines[i] = lines[i][:-1] + rnd.choice(["...", "\u2026", " ..."])
    elif kind == 6:
        lines = [line.replace(" ", rnd.choice([" 12 ", " 3.5 ", " $ ", " | "]), rnd.randint(1, 9)) for line in lines]
    elif kind == 7:
        lines = [line.replace("the", "der").replace("to", "zu").replace("of", "von") for line in lines]
    elif kind == 8:
        for i in few():
            lines[i] += rnd.choice([" Lorem ipsum dolor.", " lorem  ipsum.", " { x }", " Enable JavaScript!", " javascripts."])
    elif kind == 9:
        policy = ["Terms of Use.", "privacy policy", "We use cookies.", "It uses Cookies!", "use of cookies?", "cookie  policy"]
        for i in few():
            lines[i] += " " + rnd.choice(policy)
    elif kind == 10:
        for i in few():
            lines[i] = lines[i].replace(" ", rnd.choice(["[1] ", " [edit] ", "[citation needed] ", "[] ", "[a] "]), 2)
    elif kind == 11:
        lines = [line[: rnd.randint(5, 60)] for line in lines]
    elif kind == 12:
        lines = [line[:-1] + rnd.choice(["", "", "!", ":", '."', "\u3002", "?"]) for line in lines]
    elif kind == 13:
        for i in few():
            lines[i] += " " + "x" * rnd.randint(900, 1100) + "."
    elif kind == 14:
        lines = lines[:2]
    elif kind == 15:
        lines = [" ".join(w + "abcdefgh" * rnd.randint(0, 1) for w in line.split()) for line in lines]
    elif kind == 16:
        lines = [" ".join(w[:2] for w in line.split()) for line in lines]
    elif kind == 17:
        lines = [line + rnd.choice(["\u2028", "\x85", "\x0b", "\x1c", "\r"]) + line[::-1] for line in lines]
    elif kind == 18:
        lines = [rnd.choice(["You'll", "Don't", "U.S.", "e.g.", "(see", "http://a.com/x", "3rd-rate", "10km"]) + " " + l for l in lines]
    elif kind == 19:
        lines = [line for line in lines for _ in range(rnd.randint(1, 2))]
    elif kind == 20:
        lines = [f"{rnd.choice(words)} {rnd.choice(words)}" for _ in range(rnd.randint(5, 60))]
    elif kind == 21:
        lines = ["", ""] + lines + ["", " "]
    elif kind == 22:
        lines = ["\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3002" * rnd.randint(1, 9) for _ in lines]
    return gap.join(lines)


def texts_of(paths):
    if not paths:
        return []
    with open(paths[0], encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f]
    step = max(1, len(texts) // int(paths[1])) if len(paths) > 1 else 1
    return texts[::step]


def write_archive(out, paths):
    rnd = random.Random(8)
    texts = texts_of(paths) + [made_up(rnd) for _ in range(int(paths[2]) if len(paths) > 2 else 480)]
    with open(out, "wb") as f:
        for i, text in enumerate(texts):
            body = text.encode()
            head = (
                "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Date: 2024-05-01T10:20:30Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{uuid.UUID(int=i + 1)}>\r\nWARC-Target-URI: http://parity.invalid/{i}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            f.write(head.encode() + body + b"\r\n\r\n")


# --- decisions ----------------------------------------------------------------------------------


def read(path):
    return {r["url"]: r for name in glob.glob(path) for r in map(json.loads, gzip.open(name, "rt", encoding="utf-8"))}


def verdicts_of(folder, name):
    """{url: (reason or None, text)}"""
    kept, rejected = (read(f"{folder}/{name}/{part}/*.jsonl.gz") for part in ("kept", "rejected"))
    verdicts = {url: (None, r["text"]) for url, r in kept.items()}
    verdicts.update({url: (r["reject_reason"], None) for url, r in rejected.items()})
    return verdicts


class Datatrove:
    def __init__(self):
        from datatrove.pipeline import filters as f

        self.filters = {
            "gopher-rep": f.GopherRepetitionFilter(),
            "gopher": f.GopherQualityFilter(),
            "fineweb": f.FineWebQualityFilter(),
            "c4": f.C4QualityFilter(),
            "c4-lines": f.C4QualityFilter(filter_no_terminal_punct=False),
        }

    def ask(self, name, text):
        from datatrove.data import Document
        from datatrove.pipeline.filters.base_filter import get_filter_result

        doc = Document(text=text, id="")
        try:
            good, reason = get_filter_result(self.filters[name].filter(doc))
        except ZeroDivisionError:  # where there is nothing to count
            return "error", None
        return (None, doc.text) if good else (reason, None)

    def all_of(self, text):
        found = {name: self.ask(name, text) for name in self.filters}  # c4 last: words are cached
        for name in ("gopher-rep", "gopher", "c4-lines"):
            found["preset"] = found[name]
            if found[name][0]:
                return found
        found["preset"] = self.ask("fineweb", found["c4-lines"][1])
        return found


def compare(folder):
    texts = {url: r["text"] for url, r in read(f"{folder}/all/kept/*.jsonl.gz").items()}
    datatrove = Datatrove()
    wanted = {url: datatrove.all_of(text) for url, text in texts.items()}
    print(f"{len(texts)} documents")
    print(f"{'filter':<12}{'kept':>6}{'':4}{'--compat datatrove: decisions, reasons, texts':<48}UAX #29: decisions")
    worst, errors = 0.0, 0
    for name in FILTERS:
        ours, uax = verdicts_of(folder, name), verdicts_of(folder, f"uax29-{name}")
        assert set(ours) == set(uax) == set(texts), name
        other, uax_other = collections.Counter(), 0
        for url in texts:
            want, got = wanted[url][name], ours[url]
            if want[0] == "error":
                errors += 1
                continue
            other["decisions"] += (want[0] is None) != (got[0] is None)
            other["reasons"] += want[0] != got[0]
            other["texts"] += want[0] is None and got[0] is None and want[1] != got[1]
            uax_other += (want[0] is None) != (uax[url][0] is None)
            if want[0] != got[0]:
                print(f"    {name}: {url}: datatrove {want[0]}, here {got[0]}", file=sys.stderr)
        kept = sum(w[name][0] is None for w in wanted.values())
        share = [100 * (1 - other[k] / len(texts)) for k in ("decisions", "reasons", "texts")]
        worst = max(worst, 100 - min(share))
        row = "".join(f"{s:10.2f} %" for s in share)
        print(f"{name:<12}{kept:>6}    {row:<48}{100 * (1 - uax_other / len(texts)):10.2f} %")
    reasons = collections.Counter(w[name][0] for w in wanted.values() for name in FILTERS[:-1] if w[name][0])
    print("reasons met: " + ", ".join(f"{r} {n}" for r, n in sorted(reasons.items())))
    print(f"datatrove gave up on {errors}")
    print(f"agree: {'yes' if worst <= 0.5 else 'no'}; reasons: {len(reasons)}")


# --- words ----------------------------------------------------------------------------------------


def random_texts(rules, n):
    rnd = random.Random(5)
    pieces = rules + (
        "'s 'S \u2019s .. ... \u2026\u2026 \u2026 http:// www. a@b.com example.com 1.2.3.4 10.0.0.1 :80 /x?y US$ C$ $ 5km 10% 3m\u00b2 "
        "\u00b0c. \u00b0 -- \u2014 - ~ : = / < > A b Foo BAR \u00c9 \u6f22 \u2605 \u00a9 + +5 * ^ 5 12 ( ) [ ] \" ' \u201c \u201d ! ? . , ; "
        "I'm U.S. a.b A.B. \u0416 \u0436. m/s @ \u00b7 \U0001f600 word Word _ # &"
    ).split()
    pieces += [" ", "  ", "\n", "\t", "\u3000", "\u00a0", "\u2028"]
    gap = lambda: rnd.choice(["", "", " "])
    return ["".join(rnd.choice(pieces) + gap() for _ in range(rnd.randint(1, 12))) for _ in range(n)]


def english():
    import spacy

    return spacy.blank("en")


def compare_tokens(path):
    nlp = english()
    texts = random_texts(sorted(nlp.tokenizer.rules), 3000)
    ours = open(path, "rb").read().split(b"\0")[:-1]
    assert len(ours) == len(texts)
    other = 0
    for text, line in zip(texts, ours):
        with nlp.memory_zone():
            other += [t.text for t in nlp.tokenizer(text)] != line.decode().split("\1")[:-1]
    print(f"{len(texts)} random texts, {other} of them with other tokens")
    print(f"agree: {'yes' if other <= 3 else 'no'}")


def main():
    what, args = sys.argv[1], sys.argv[2:]
    if what == "archive":
        write_archive(args[0], args[1:])
    elif what == "compare":
        compare(args[0])
    elif what == "texts":
        texts = random_texts(sorted(english().tokenizer.rules), 3000)
        sys.stdout.buffer.write(b"".join(t.encode() + b"\0" for t in texts))
    else:
        compare_tokens(args[0])


main()
