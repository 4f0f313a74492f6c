"""Prompts as publishers write them, made from our own sentences: texts for inject.py.

appeals/LANG.txt holds the sentences of a language: sections by kind ("[give]"), a sentence a line, with
alternatives in braces ("{gift|donation}", may be nested) and slots that are sections themselves ("$m": a sum).
[report] is the counterpart: what a newspaper writes about donations, subscriptions, apps and cookies.
The lines of a section are divided among the groups of sites (data.py): a model is never judged by sentences
it was trained on. Only random() is drawn, whose numbers are the same in every Python.
"""
import os
import re
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "appeals")
PARAGRAPHS = os.path.join(HERE, "prompts")  # prompts.py says what is in its files; ...
ARTICLE = ("report", "article")             # ... these sections of them are of articles
NO_BLANKS = {"zh", "ja"}
CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"\$([a-zA-Z])")

# Which kinds stand together in one box, how often, and how many paragraphs such a box has.
THEMES = [
    (30, ["give", "give", "letter"], 1, 6),
    (8, ["letter", "give"], 2, 6),
    (7, ["member", "give", "newsletter"], 1, 3),
    (10, ["newsletter", "app", "event"], 1, 3),
    (6, ["app"], 1, 2),
    (12, ["republish", "republish", "legal"], 1, 5),
    (6, ["author", "author", "contact"], 1, 2),
    (6, ["also"], 1, 2),
    (6, ["trade"], 1, 2),
    (6, ["notice"], 1, 3),
    (6, ["paywall", "member"], 1, 2),
    (5, ["contact", "comments"], 1, 2),
    (3, ["event"], 1, 2),
    (3, ["share", "comments", "also"], 1, 2),
    (2, ["legal", "trade"], 1, 1),
]


def read_sections(folder):
    """{language: {section: lines}} of the files LANG.txt."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".txt"):
            continue
        sections = found[name[:-4]] = {}
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f.read().splitlines():
                if line.startswith("["):
                    lines = sections[line.strip("[]")] = []
                elif line:
                    lines.append(line)
    return found


def read_languages():
    found = read_sections(FOLDER)
    for sections in found.values():
        for key, lines in sections.items():
            if len(key) == 1 or key in ("head", "sign"):
                sections[key] = "|".join(lines).split("|")
    return found


LANGUAGES = read_languages()
STOP = {word: [code for code, sections in LANGUAGES.items() if word in sections["stop"][0].split()]
        for sections in LANGUAGES.values() for word in sections["stop"][0].split()}
SCRIPTS = [("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"), ("el", "\u0370-\u03ff"),
           ("ru", "\u0400-\u04ff"), ("ar", "\u0600-\u06ff"), ("he", "\u0590-\u05ff"), ("hi", "\u0900-\u097f")]


def language_of(text):
    """By script, among the languages of one script by the most frequent words; English if nothing tells."""
    text = text[:4000].lower()
    for code, letters in SCRIPTS:
        if len(re.findall("[%s]" % letters, text)) > 0.15 * len(text):
            return "uk" if code == "ru" and re.search("[іїє]", text) else code
    votes = Counter(code for word in re.findall(r"[^\W\d]+", text) for code in STOP.get(word, ()))
    for code, _ in SCRIPTS:
        votes.pop(code, None)
    return max(sorted(votes), key=votes.get) if votes else "en"


def pick(rng, items):
    return items[int(rng.random() * len(items))]


def between(rng, low, high):
    return low + int(rng.random() * (high - low + 1))


class Writer:
    """Texts in one language from the lines of one group of sites."""

    def __init__(self, rng, language, group, groups):
        self.rng, self.language = rng, language
        self.sections = {key: lines if len(key) == 1 else lines[group::groups]
                         for key, lines in LANGUAGES[language].items() if key != "stop"}

    def text(self, pattern):
        while CHOICE.search(pattern):
            pattern = CHOICE.sub(lambda m: pick(self.rng, m.group(1).split("|")), pattern)
        pattern = SLOT.sub(lambda m: pick(self.rng, self.sections[m.group(1)]), pattern)
        pattern = re.sub(r" (?=[,.])", "", " ".join(pattern.split()))
        return pattern[:1].upper() + pattern[1:]

    def ended(self, sentence):
        if sentence[-1:].isalnum():
            return sentence + ("。" if self.language in NO_BLANKS else ".")
        return sentence

    def sentences(self, kinds, n):
        """n different ones, fewer if there are no more."""
        lines = sorted({line for kind in kinds for line in self.sections.get(kind, [])})
        out = []
        while lines and len(out) < n:
            kind = pick(self.rng, [k for k in kinds if any(x in lines for x in self.sections.get(k, []))])
            line = pick(self.rng, [x for x in self.sections[kind] if x in lines])
            lines.remove(line)
            out.append(self.text(line))
        return out

    def paragraphs(self, kinds, n, most):
        """n paragraphs of one to `most` sentences."""
        sizes = [between(self.rng, 1, most) for _ in range(n)]
        sentences = self.sentences(kinds, sum(sizes))
        out = []
        for size in sizes:
            if sentences:
                out.append(("" if self.language in NO_BLANKS else " ").join(map(self.ended, sentences[:size])))
                sentences = sentences[size:]
        return out

    def prompt(self, least=1):
        """The paragraphs of one prompt; `least` of them, if there are sentences enough."""
        kinds, low, high = ["give"], 1, 1
        themes = [t for t in THEMES if any(self.sections.get(k) for k in t[1]) and t[3] >= least]
        at = self.rng.random() * sum(t[0] for t in themes)
        for share, kinds, low, high in themes:
            at -= share
            if at < 0:
                break
        return self.paragraphs(kinds, between(self.rng, max(low, least), high), 3)

    def heading(self):
        return pick(self.rng, self.sections["head"] or LANGUAGES[self.language]["head"])

    def signature(self):
        return self.text(pick(self.rng, self.sections["sign"] or LANGUAGES[self.language]["sign"]))

    def reports(self, n):
        """n paragraphs of news about what prompts are about, too; fewer if there are not as many."""
        return self.paragraphs(["report"], n, 3)

    def both(self, chars):
        """(prompts, reports): so many characters of prompts, and as many of reports."""
        prompts, reports = [], []
        while sum(map(len, prompts)) < chars:
            prompts += self.prompt()
            while sum(map(len, reports)) < sum(map(len, prompts)):
                reports += self.reports(2)
        return prompts, reports
