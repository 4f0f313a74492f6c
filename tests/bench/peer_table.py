"""The extractors that make score compares with: what each is called, its settings and how it is run.

A peer's run(html, language, **settings) gives the main text of one page. Libraries are imported when a
page is run, so that this table can be read without any of them. Where a library leaves a choice, the
setting is the one that scores best over all development sets, or there is a column for each.
"""
import dataclasses
import functools
import inspect
import logging
import pathlib
import re
import typing


def trafilatura(html, language, **settings):
    import trafilatura
    return trafilatura.extract(html, **settings)


def resiliparse(html, language, **settings):
    from resiliparse.extract.html2text import extract_plain_text
    return extract_plain_text(html, **settings)


def readability(html, language):
    """readability-lxml gives HTML; html-text makes text of it with a line per block."""
    from html_text import extract_text
    from readability import Document
    return extract_text(Document(html).summary(html_partial=True))


STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian_Bokmal",
    "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese",
}
# jusText has no stoplist for these; its mode without one (-s none) is meant for them.
NO_STOPLIST = {"ja", "th", "zh"}
DECLARED = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([a-z]{2,3})", re.IGNORECASE)


@functools.cache
def justext_lists(language):
    from justext import get_stoplist
    if language in NO_STOPLIST:
        return {"stoplist": frozenset(), "stopwords_low": 0, "stopwords_high": 0}
    return {"stoplist": get_stoplist(STOPLISTS.get(language, "English"))}


def justext(html, language):
    """jusText wants to know the language: the set's word for it, else the page's, else English."""
    from justext import justext
    declared = DECLARED.search(html)
    language = language or (declared.group(1).lower() if declared else "en")
    paragraphs = justext(html.encode(), encoding="utf-8", **justext_lists(language))
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


def boilerpy3(html, language, **settings):
    from boilerpy3.extractors import ArticleExtractor
    return ArticleExtractor(**settings).get_content(html)


def html_text(html, language):
    """All visible text: what no extraction at all would score."""
    from html_text import extract_text
    return extract_text(html)


def rs_trafilatura(html, language):
    from rs_trafilatura import extract
    return extract(html).main_content


@dataclasses.dataclass(frozen=True)
class Peer:
    heading: tuple # two lines of at most five letters over its column
    package: str   # on PyPI, as tests/bench/requirements*.txt pin it
    run: typing.Callable
    settings: dict = dataclasses.field(default_factory=dict)

    def text(self, html, language):
        logging.disable(logging.CRITICAL)
        return self.run(html, language, **self.settings) or ""

    def version(self):
        return PINS.get(self.package, "?")

    def stamp(self):
        """Changes when the peer's predictions may: its version, lxml's, its settings, how it is run."""
        return {"version": self.version(), "lxml": PINS.get("lxml", "?"), "settings": self.settings,
                "run": inspect.getsource(self.run)}


def pins():
    """{package: version} of the requirements files."""
    lines = [line for path in sorted(pathlib.Path(__file__).parent.glob("requirements*.txt"))
             for line in path.read_text(encoding="ascii").splitlines()]
    return dict(line.split("==") for line in lines if "==" in line and line[:1] != "#")


PINS = pins()

# Of the settings that Resiliparse 2.0.1 offers these score best: list bullets and alternative texts
# cost 0.008 of macro F1 (words that no gold has). Reader comments, kept by default, cost 0.016.
RESILIPARSE = {"main_content": True, "preserve_formatting": True, "list_bullets": False, "alt_texts": False,
               "links": False, "comments": False}

# Comments, which trafilatura keeps by default, cost 0.012 (dragnet 0.056).
TRAFILATURA = {"include_comments": False}

PEERS = {
    "trafilatura": Peer(("trafi", "latur"), "trafilatura", trafilatura, TRAFILATURA),
    "trafilatura-precision": Peer(("trafi", "prec."), "trafilatura", trafilatura,
                                  {**TRAFILATURA, "favor_precision": True}),
    "trafilatura-recall": Peer(("trafi", "recal"), "trafilatura", trafilatura,
                               {**TRAFILATURA, "favor_recall": True}),
    "trafilatura-comments": Peer(("trafi", "+comm"), "trafilatura", trafilatura, {"include_comments": True}),
    "resiliparse": Peer(("resil", "parse"), "Resiliparse", resiliparse, RESILIPARSE),
    "resiliparse-comments": Peer(("resil", "+comm"), "Resiliparse", resiliparse,
                                 {**RESILIPARSE, "comments": True}),
    "readability-lxml": Peer(("read.", "lxml"), "readability-lxml", readability),
    "justext": Peer(("jus", "Text"), "jusText", justext),
    "boilerpy3": Peer(("boil.", "py3"), "boilerpy3", boilerpy3, {"raise_on_failure": False}),
    "html-text": Peer(("html-", "text"), "html-text", html_text),
    "rs-trafilatura": Peer(("rs-", "traf."), "rs-trafilatura", rs_trafilatura),
}
